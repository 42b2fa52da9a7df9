import { isMainThread, workerData } from 'node:worker_threads'
import { type Board, boardOf, type ThreadData } from './board.ts'
import { threadSeconds } from './meter.ts'

/** Which part of the work a thread does: every `threads`-th unit of `size`, from `index` on. */
export interface Part {
  readonly index: number
  readonly threads: number
  readonly size: number
}
/** Makes the function that does one small piece of real work (well under a millisecond) and gives its units. */
export type Work = (part: Part) => () => number

const PAUSE_MS = 4
/** The longest piece without a look at the clock and at `stop`. */
const TURN_SECONDS = 0.01
/** What a thread could not use for want of a free core is forgiven beyond this, or it would overshoot later. */
const MOST_OWED_SECONDS = 0.25

/** The body of a burning thread: does the work at the share of a core that the board asks for. */
export function burn(work: Work): void {
  if (isMainThread) throw new Error('this file is what stress threads start at; it is not run by itself')
  const { memory, index, threads, size, seconds } = workerData as ThreadData
  const board = boardOf(memory, threads)
  const step = work({ index, threads, size })
  const until = performance.now() + seconds * 1000
  const usedBefore = threadSeconds()
  let owed = 0
  let last = performance.now()
  let used = 0
  while (Atomics.load(board.stop, 0) === 0 && performance.now() < until) {
    const now = performance.now()
    owed = Math.min(owed + ((now - last) / 1000) * board.duty[0]!, MOST_OWED_SECONDS)
    last = now
    if (owed > 0) turn(board, index, step, Math.min(owed, TURN_SECONDS))
    const after = threadSeconds() - usedBefore
    owed -= after - used
    used = after
    board.used[index] = used
    if (owed <= 0) Atomics.wait(board.stop, 0, 0, PAUSE_MS)
  }
}

function turn(board: Board, index: number, step: () => number, seconds: number) {
  const end = threadSeconds() + seconds
  while (threadSeconds() < end) board.done[index]! += step()
}
