/** What the listener's thread and the burning threads share, without messages: both may be busy. */
export interface Board {
  /** 1 once the threads are to end. */
  readonly stop: Int32Array
  /** Share of a core that each thread is to use. */
  readonly duty: Float64Array
  /** CPU seconds that each thread has used. */
  readonly used: Float64Array
  /** Units that each thread has worked through. */
  readonly done: Float64Array
}

const STOP_BYTES = 8
const NUMBER_BYTES = 8

export const newBoard = (threads: number): SharedArrayBuffer =>
  new SharedArrayBuffer(STOP_BYTES + (1 + 2 * threads) * NUMBER_BYTES)

export function boardOf(memory: SharedArrayBuffer, threads: number): Board {
  const numbers = (from: number, length: number) =>
    new Float64Array(memory, STOP_BYTES + from * NUMBER_BYTES, length)
  return {
    stop: new Int32Array(memory, 0, 1),
    duty: numbers(0, 1),
    used: numbers(1, threads),
    done: numbers(1 + threads, threads),
  }
}

/** What a burning thread is started with. */
export interface ThreadData {
  readonly memory: SharedArrayBuffer
  readonly index: number
  readonly threads: number
  /** Units of one pass through the work. */
  readonly size: number
  /** It ends by itself after so many seconds, whatever became of the listener. */
  readonly seconds: number
}
