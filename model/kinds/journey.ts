export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/**
 * One request of a journey. `{name}` in path and headers is a value of the visitor: what it brings, what an earlier
 * step remembered, or `{visit}`, which is another one for each visit.
 */
export interface Step {
  readonly name: string
  readonly method: Method
  /** A path of the front door; one that begins with a value may be a whole address, such as a presigned one. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Name of the body; the visitors of the system (`loadtests/<system>`) make it. */
  readonly body?: string
  readonly expect: number
  /** What the visitor keeps of the JSON answer: name → path in it, such as `order_id` or `job.id`. A step whose answer lacks it has failed. */
  readonly remember?: Readonly<Record<string, string>>
  /** The subject that the answer accepts, and the remembered name of its id: the record of the load keeps it. */
  readonly accepts?: string
  readonly thinkSeconds?: number
}
export interface Journey {
  readonly title: string
  /** Share of visitors that take it, percent. */
  readonly weight: number
  readonly steps: readonly [Step, ...Step[]]
  readonly slo: { readonly availabilityPercent: number; readonly p95Ms: number }
}

/** A load scenario: arrival rate over time (open model). */
export interface Load {
  readonly title: string
  readonly journeys: readonly string[]
  /** Journeys started per second, reached at the end of each stage; seconds of AWS. */
  readonly stages: readonly { readonly seconds: number; readonly perSecond: number }[]
  /** Names of the only steps that its visitors take; all of their journey where absent. */
  readonly steps?: readonly string[]
}
