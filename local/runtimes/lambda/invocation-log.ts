const TAIL_BYTES = 4096
const WAIT_MS = 200

/** Lines that an environment writes during one invocation: the `LogType: Tail` of Invoke. */
export class InvocationLog {
  #requestId = ''
  #lines: string[] = []
  #complete = Promise.withResolvers<void>()

  begin(requestId: string): void {
    this.#requestId = requestId
    this.#lines = []
    this.#complete = Promise.withResolvers()
  }

  add(line: string): void {
    this.#lines.push(line)
    if (this.#lines.length > TAIL_BYTES) this.#lines.shift()
    if (line === `END RequestId: ${this.#requestId}`) this.#complete.resolve()
  }

  /** The invocation's last 4 KB, after its END line or, where the process died before it, a short wait. */
  tail(last: string): () => Promise<string> {
    const [lines, complete] = [this.#lines, this.#complete.promise]
    return async () => {
      await Promise.race([complete, new Promise((resolve) => setTimeout(resolve, WAIT_MS))])
      const whole = Buffer.from(`${[...lines, last].join('\n')}\n`)
      return whole.subarray(Math.max(0, whole.length - TAIL_BYTES)).toString()
    }
  }
}
