/** One request of a journey; `{name}` in path and body are variables of the visitor. */
export interface Step {
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: 'order' | 'stock' | 'accrual'
  readonly expect: number
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
