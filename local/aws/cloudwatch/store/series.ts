import { addTo, mergeInto, pack, type Spread } from './distribution.ts'

/** Seconds that values are kept, as long as CloudWatch keeps its finest resolution. */
export const RETENTION_SECONDS = 3 * 3600

/** What CloudWatch keeps of the values put in a span of time. */
export interface StatisticSet {
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
}

const [SECOND, COUNT, SUM, MIN, MAX, COLUMNS] = [0, 1, 2, 3, 4, 5] as const

/**
 * One metric at a resolution of one second, oldest first. Rows are numbers in one array, so that a metric that is
 * put each second costs 40 bytes a second, and full arrays drop what is older than the retention before they grow.
 */
export class Series {
  #rows = new Float64Array(COLUMNS * 16)
  /** How the values of a row are spread: undefined where they are all the same, null where nobody knows. */
  #spread: (Spread | undefined)[] = []

  /** Second of the newest row, or -Infinity. */
  get newest(): number {
    return this.#spread.length === 0 ? Number.NEGATIVE_INFINITY : this.#secondOf(this.#spread.length - 1)
  }

  /** Whether there is a row from `from` to before `to`. */
  hasValues(from: number, to: number): boolean {
    const row = this.#search(from)
    return row < this.#spread.length && this.#secondOf(row) < to
  }

  /** Adds a value that occurred `count` times in that second of the epoch. */
  add(second: number, value: number, count = 1): void {
    const row = this.#rowOf(second)
    this.#spreadOut(row, value, count)
    this.#merge(row, { count, sum: value * count, min: value, max: value })
  }

  /** Adds a statistic set: its values are unknown, so no percentile covers that second (unless they are one). */
  addSet(second: number, set: StatisticSet): void {
    if (set.min === set.max) {
      this.add(second, set.min, set.count)
      return
    }
    const row = this.#rowOf(second)
    this.#spread[row] = null
    this.#merge(row, set)
  }

  /** Visits the rows from `from` to before `to`; `spread` is undefined where all values of the row are the same. */
  visit(
    from: number,
    to: number,
    see: (second: number, row: StatisticSet, spread: Spread | undefined) => void,
  ): void {
    for (let row = this.#search(from); row < this.#spread.length && this.#secondOf(row) < to; row++) {
      const [rows, at] = [this.#rows, row * COLUMNS]
      const set = {
        count: rows[at + COUNT]!,
        sum: rows[at + SUM]!,
        min: rows[at + MIN]!,
        max: rows[at + MAX]!,
      }
      see(rows[at + SECOND]!, set, this.#spread[row])
    }
  }

  #spreadOut(row: number, value: number, count: number) {
    const at = row * COLUMNS
    const [had, min, spread] = [this.#rows[at + COUNT]!, this.#rows[at + MIN]!, this.#spread[row]]
    if (had === 0 || spread === null || (spread === undefined && value === min)) return
    const known = spread instanceof Map ? spread : new Map<number, number>()
    if (spread instanceof Float32Array) mergeInto(known, spread)
    if (spread === undefined) addTo(known, min, had)
    addTo(known, value, count)
    this.#spread[row] = known
  }

  #merge(row: number, set: StatisticSet) {
    const [rows, at] = [this.#rows, row * COLUMNS]
    const fresh = rows[at + COUNT] === 0
    rows[at + COUNT]! += set.count
    rows[at + SUM]! += set.sum
    rows[at + MIN] = fresh ? set.min : Math.min(rows[at + MIN]!, set.min)
    rows[at + MAX] = fresh ? set.max : Math.max(rows[at + MAX]!, set.max)
  }

  #secondOf(row: number): number {
    return this.#rows[row * COLUMNS + SECOND]!
  }

  /** The row of that second, made where there is none. */
  #rowOf(second: number): number {
    const last = this.#spread.length - 1
    if (last >= 0 && this.#secondOf(last) === second) return last
    if (last < 0 || second > this.#secondOf(last)) return this.#insert(last + 1, second)
    const row = this.#search(second)
    return this.#secondOf(row) === second ? row : this.#insert(row, second)
  }

  #insert(wanted: number, second: number): number {
    const row = wanted - this.#makeRoom(second)
    const live = this.#spread[row - 1]
    if (live instanceof Map) this.#spread[row - 1] = pack(live)
    this.#rows.copyWithin((row + 1) * COLUMNS, row * COLUMNS, this.#spread.length * COLUMNS)
    this.#spread.splice(row, 0, undefined)
    this.#rows.fill(0, row * COLUMNS, (row + 1) * COLUMNS)
    this.#rows[row * COLUMNS + SECOND] = second
    return row
  }

  /** Makes sure that one more row fits; gives how many old rows it dropped from the front. */
  #makeRoom(second: number): number {
    const length = this.#spread.length
    if ((length + 1) * COLUMNS <= this.#rows.length) return 0
    const expired = Math.min(this.#search(second - RETENTION_SECONDS), length)
    this.#rows.copyWithin(0, expired * COLUMNS)
    this.#spread.splice(0, expired)
    if (expired < length / 4) {
      const grown = new Float64Array(this.#rows.length * 2)
      grown.set(this.#rows)
      this.#rows = grown
    }
    return expired
  }

  /** The first row at or after that second. */
  #search(second: number): number {
    let [low, high] = [0, this.#spread.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#secondOf(middle) < second) low = middle + 1
      else high = middle
    }
    return low
  }
}
