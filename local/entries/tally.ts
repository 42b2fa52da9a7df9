/** Counts and times of one second, put as metrics at its end and then forgotten. */
export class Tally {
  readonly #counts = new Map<string, number>()
  #seconds: number[] = []

  count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
  }
  /** Notes how long a target took, in seconds. */
  time(seconds: number): void {
    this.#seconds.push(seconds)
  }
  /** As AWS does, puts nothing for what did not happen; `timeName` names the metric of the times. */
  publish(put: (name: string, value: number, unit: string) => void, timeName: string): void {
    for (const [name, value] of this.#counts) put(name, value, 'Count')
    for (const seconds of this.#seconds) put(timeName, seconds, 'Seconds')
    this.#counts.clear()
    this.#seconds = []
  }
}
