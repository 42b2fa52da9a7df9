/** What a part of the score is worth beside the others; together 100. The report prints this table with what was reached. */
export const WEIGHTS = { steadyState: 30, detection: 20, recovery: 30, invariants: 20 } as const
export type PartId = keyof typeof WEIGHTS

export interface ScorePart {
  readonly id: PartId
  readonly title: string
  readonly weight: number
  /** Share reached, 0 to 1; null where nothing was counted, which is then not scored. */
  readonly share: number | null
  /** Of `weight`; null where nothing was counted. */
  readonly points: number | null
  /** How the share came about, in words. */
  readonly why: string
}
export type Grade = 'excellent' | 'good' | 'fair' | 'poor'
export interface Score {
  /** Of 100, over the parts that were counted; null where the day is not graded. */
  readonly points: number | null
  readonly grade: Grade | null
  /** Why it is not graded; null where it is. */
  readonly ungraded: string | null
  readonly parts: readonly ScorePart[]
  readonly capped: boolean
}

/** How many rows playbook and system ask for; a part of which they ask none is no failure. */
export type Asked = Readonly<Record<PartId, number>>
