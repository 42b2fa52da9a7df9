/** What the listener's thread and the burning threads share, without messages: both may be busy. */
export interface Board {
  /** 1 once the threads are to end. */
  readonly stop: Int32Array
  /** From when on the target is held: seconds of `wallSeconds`, and the process's CPU seconds at that moment. */
  readonly base: Float64Array
  /** Units that each thread has worked through. */
  readonly done: Float64Array
}

const STOP_BYTES = 8
const BASE_NUMBERS = 2
const NUMBER_BYTES = 8

export const newBoard = (threads: number): SharedArrayBuffer =>
  new SharedArrayBuffer(STOP_BYTES + (BASE_NUMBERS + threads) * NUMBER_BYTES)

export const boardOf = (memory: SharedArrayBuffer, threads: number): Board => ({
  stop: new Int32Array(memory, 0, 1),
  base: new Float64Array(memory, STOP_BYTES, BASE_NUMBERS),
  done: new Float64Array(memory, STOP_BYTES + BASE_NUMBERS * NUMBER_BYTES, threads),
})

/** What a burning thread is started with. */
export interface ThreadData {
  readonly memory: SharedArrayBuffer
  readonly index: number
  readonly threads: number
  /** Units of one pass through the work. */
  readonly size: number
  /** Where work that needs records on disk keeps them. */
  readonly folder: string
  /** Cores that the whole process is to use. */
  readonly cores: number
  /** It ends by itself at that moment of `wallSeconds`, whatever became of the listener. */
  readonly until: number
}
