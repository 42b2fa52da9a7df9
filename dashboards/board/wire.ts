/** What the supervisor sends to the page, as server-sent events of these names. */
export interface Messages {
  /** What there is to draw; sent first, and after each reconnect. */
  readonly plan: Plan
  /** What it is like; once a second. */
  readonly frame: Frame
  /** A line of the journal, as it happens; a new page gets the latest first. */
  readonly said: Said
}

/** Where a card stands, from the client to where state is kept. */
export type Column = 'in' | 'services' | 'messages' | 'functions' | 'stores'

/** What does not change while the supervisor runs. */
export interface Plan {
  readonly title: string
  readonly timeScale: number
  /** Hash of the page's files: another one means that the page is to be loaded again. */
  readonly page: string
  /** Seconds that the plots reach back. */
  readonly windowSeconds: number
  readonly cards: readonly CardPlan[]
  readonly edges: readonly Edge[]
  readonly plots: readonly PlotPlan[]
  /** Title of an alarm by its name. */
  readonly alarms: Readonly<Record<string, string>>
}
/** One workload, resource or entry; `figures` are read by position in a frame. */
export interface CardPlan {
  readonly id: string
  readonly title: string
  readonly service: string
  readonly column: Column
  readonly noun: string | null
  /** Says why a card has no figures, or is not played here. */
  readonly note: string | null
  readonly played: boolean
  /** Percent of CPU at which copies are added. */
  readonly cpuTarget: number | null
  readonly figures: readonly FigurePlan[]
}
export interface FigurePlan {
  readonly label: string
  readonly unit: 'a second' | 'percent' | 'seconds' | 'milliseconds' | 'count'
  readonly limit: number | null
  /** Not shown while it has no value. */
  readonly rare: boolean
}
export interface PlotPlan {
  readonly id: string
  readonly title: string
  readonly lines: readonly FigurePlan[]
}
/** `how` is a verb for people: `order writes active-orders`. */
export interface Edge {
  readonly from: string
  readonly to: string
  readonly how: string
}

/** One second of the system; keys are ids of cards. */
export interface Frame {
  /** Milliseconds of the epoch. */
  readonly at: number
  readonly figures: Readonly<Record<string, readonly Value[]>>
  readonly tiles: Readonly<Record<string, readonly Tile[]>>
  /** How many parts are well, of how many that are wanted. */
  readonly parts: Readonly<Record<string, { readonly well: number; readonly wanted: number }>>
  /** What is wrong with a card, in words. */
  readonly troubles: Readonly<Record<string, string>>
  readonly alarms: readonly AlarmNow[]
  readonly experiments: readonly ExperimentNow[]
  readonly stretch: Stretch
}
export type Value = number | null

/** Values of every plotted line, second by second: the whole window at first, then what may have changed. */
export interface Stretch {
  /** Second of the epoch of the first value. */
  readonly from: number
  /** By plot, then by line. */
  readonly plots: Readonly<Record<string, readonly (readonly Value[])[]>>
}

/** A task, pod, instance, execution environment or member of a cluster. */
export interface Tile {
  readonly id: string
  readonly zone: string | null
  readonly state: string
  readonly tone: Tone
  /** Percent of its CPU. */
  readonly load: number | null
  /** A running experiment has chosen it. */
  readonly target: boolean
}
export type Tone = 'well' | 'coming' | 'leaving' | 'ill' | 'gone'

export interface AlarmNow {
  readonly name: string
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  readonly since: number
  readonly reason: string
}

/** Times are milliseconds of the epoch. */
export interface ExperimentNow {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly reason: string
  readonly startedAt: number
  readonly endedAt: number | null
  readonly actions: readonly { readonly name: string; readonly id: string; readonly status: string }[]
  readonly targets: readonly TargetNow[]
}
export interface TargetNow {
  readonly target: string
  readonly landed: Proof
  readonly clean: Proof
}
export interface Proof {
  readonly ok: boolean
  readonly evidence: string
}

export interface Said {
  /** ISO 8601. */
  readonly at: string
  readonly part: string
  readonly what: string
  readonly detail?: Readonly<Record<string, unknown>>
}
