import type { Place } from '../place.ts'

/** One figure of a part. */
export interface Figure {
  readonly name: string
  /** Null where it could not be measured. */
  readonly value: number | null
  readonly unit: string
  /** What the value was got from: how many measurements, their range, what it is compared with. */
  readonly of: string
  /** What the design aims at. */
  readonly aim?: { readonly is: 'at most' | 'at least'; readonly value: number }
}

/** What a part found: its figures, and the measurements that they are made of. */
export interface Findings {
  readonly figures: readonly Figure[]
  readonly measured: unknown
}

/** One part of the benchmark; it finds the system down and leaves it to the next part as it pleases. */
export interface BenchPart {
  readonly id: string
  readonly title: string
  readonly run: (at: Bench) => Promise<Findings>
}

/** What a part is given. */
export interface Bench {
  readonly place: Place
  readonly timeScale: number
  /** Folder for records of its loads. */
  readonly folder: string
  /** Says in a line what goes on. */
  readonly say: (text: string) => void
}
