import { isMainThread, workerData } from 'node:worker_threads'
import { type Board, boardOf, type ThreadData } from './board.ts'
import { threadSeconds, wallSeconds } from './meter.ts'
import { pace } from './pace.ts'

/** Which part of the work a thread does: every `threads`-th unit of `size`, from `index` on. */
export interface BurnShare {
  readonly index: number
  readonly threads: number
  readonly size: number
  /** Where records on disk are kept; it is there. */
  readonly folder: string
}
/** Makes the function that does one small piece of real work (well under a millisecond) and gives its units. */
export type Work = (part: BurnShare) => () => number

const PAUSE_MS = 4
/** The longest piece without a look at the clock and at `stop`. */
const TURN_SECONDS = 0.01

/** The body of a burning thread: does the work whenever the process is behind the cores that it is to use. */
export function burn(work: Work): void {
  if (isMainThread) throw new Error('this file is what stress threads start at; it is not run by itself')
  const { memory, cores, until, ...part } = workerData as ThreadData
  const board = boardOf(memory, part.threads)
  const step = work(part)
  const due = pace(cores, board.base)
  while (Atomics.load(board.stop, 0) === 0 && wallSeconds() < until) {
    const seconds = due() / part.threads
    if (seconds > 0) turn(board, part.index, step, Math.min(seconds, TURN_SECONDS))
    else Atomics.wait(board.stop, 0, 0, PAUSE_MS)
  }
}

function turn(board: Board, index: number, step: () => number, seconds: number) {
  const end = threadSeconds() + seconds
  while (threadSeconds() < end) board.done[index]! += step()
}
