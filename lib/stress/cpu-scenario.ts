import { once } from 'node:events'
import { extname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Env } from '../env.ts'
import { type Board, boardOf, newBoard, type ThreadData } from './board.ts'
import { meter, processSeconds, wallSeconds } from './meter.ts'
import { type Scenario, SETTLING_SECONDS, type StressRun } from './scenario.ts'

/** The file that the threads of a workload start at: `stress` beside its `main`, as source or as bundle. */
export const stressEntry = (main: string): URL => new URL(`./stress${extname(main)}`, main)

/**
 * Does CPU-bound work in threads of its own, whenever the whole process is behind its target: what serving requests
 * takes counts, and what a busy machine withheld is caught up. `entry` is the file of the threads.
 */
export const cpuScenario =
  (
    entry: URL,
    { allottedCores, stressFolder }: Pick<Env, 'allottedCores' | 'stressFolder'>,
    threads = 2,
  ): Scenario =>
  (run) => {
    const memory = newBoard(threads)
    const board = boardOf(memory, threads)
    const data: Omit<ThreadData, 'index'> = {
      memory,
      threads,
      size: run.size,
      folder: stressFolder,
      cores: (run.cpuPercent / 100) * allottedCores,
      until: wallSeconds() + run.seconds,
    }
    const measuring = measure(board, allottedCores)
    const workers = Array.from(
      { length: threads },
      (_, index) => new Worker(entry, { workerData: { ...data, index } satisfies ThreadData }),
    )
    const units = () => board.done.reduce((total, it) => total + it, 0)
    return {
      done: ended(run, board, workers).finally(measuring.stop),
      measured: measuring.lastSecond,
      mean: measuring.mean,
      progress: () => ({ threads, units: units(), passes: Math.floor(units() / run.size) }),
    }
  }

/** Percent of the allotted cores that the process uses; the mean counts, as the target does, from the board's base. */
function measure(board: Board, allottedCores: number) {
  const percent = (cores: number) => (100 * cores) / allottedCores
  const begin = () => board.base.set([wallSeconds(), processSeconds()])
  begin()
  const settled = setTimeout(begin, SETTLING_SECONDS * 1000)
  const last = meter(processSeconds)
  const mean = () => {
    const [at = 0, used = 0] = board.base
    return percent((processSeconds() - used) / Math.max(0.001, wallSeconds() - at))
  }
  let end: number | undefined
  return {
    lastSecond: () => percent(last.cores()),
    mean: () => end ?? mean(),
    stop() {
      clearTimeout(settled)
      last.stop()
      end = mean()
    },
  }
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
