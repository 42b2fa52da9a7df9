import { once } from 'node:events'
import { extname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { type Board, boardOf, newBoard, type ThreadData } from './board.ts'
import { meter, processSeconds } from './meter.ts'
import type { Scenario, StressRun } from './scenario.ts'

/** The file that the threads of a workload start at: `stress` beside its `main`, as source or as bundle. */
export const stressEntry = (main: string): URL => new URL(`./stress${extname(main)}`, main)

const CORRECT_MS = 200

/**
 * Does CPU-bound work in threads of its own, at the share of the allotted cores that keeps the whole process at
 * its target: what serving requests takes is left out of the threads' share. `entry` is the file of the threads.
 */
export const cpuScenario =
  (entry: URL, allottedCores: number, threadsAtLeast = 1): Scenario =>
  (run) => {
    const threads = Math.max(threadsAtLeast, Math.ceil(allottedCores))
    const memory = newBoard(threads)
    const board = boardOf(memory, threads)
    const regulator = regulate(board, (run.cpuPercent / 100) * allottedCores, threads)
    const data = (index: number): ThreadData => ({
      memory,
      index,
      threads,
      size: run.size,
      seconds: run.seconds,
    })
    const workers = Array.from({ length: threads }, (_, i) => new Worker(entry, { workerData: data(i) }))
    const units = () => sum(board.done)
    return {
      done: ended(run, board, workers).finally(regulator.stop),
      measured: () => (100 * regulator.cores()) / allottedCores,
      progress: () => ({ threads, units: units(), passes: Math.floor(units() / run.size) }),
    }
  }

const sum = (numbers: Float64Array) => numbers.reduce((total, it) => total + it, 0)

/** Gives the threads what the rest of the process leaves of the target, in cores. */
function regulate(board: Board, target: number, threads: number) {
  const all = meter(processSeconds)
  const burnt = meter(() => sum(board.used))
  const correct = () => {
    const rest = Math.max(0, all.cores() - burnt.cores())
    board.duty[0] = Math.min(1, Math.max(0, target - rest) / threads)
  }
  correct()
  const timer = setInterval(correct, CORRECT_MS)
  const stop = () => {
    clearInterval(timer)
    all.stop()
    burnt.stop()
  }
  return { cores: all.cores, stop }
}

/** Waits for the run's time or its signal, and for the threads; one that breaks ends the others. */
async function ended(
  { seconds, signal }: StressRun,
  board: Board,
  workers: readonly Worker[],
): Promise<void> {
  const stop = () => {
    Atomics.store(board.stop, 0, 1)
    Atomics.notify(board.stop, 0)
  }
  const exits = Promise.all(workers.map((worker) => once(worker, 'exit')))
  const time = new AbortController()
  try {
    await Promise.race([
      sleep(seconds * 1000, undefined, { signal: AbortSignal.any([signal, time.signal]) }),
      exits,
    ])
  } catch (err) {
    if (!signal.aborted) throw err
  } finally {
    time.abort()
    stop()
    await exits.catch(() => undefined)
  }
}
