import type { Finding } from '../finding.ts'

/** A figure and what AWS takes for it. */
export type Range = readonly [what: string, value: number | undefined, from: number, to: number]

/** A finding for each figure outside of its range; one that the model leaves out is AWS's own default. */
export const outsideOf = (where: string, ranges: readonly Range[]): Finding[] =>
  ranges.flatMap(([what, value, from, to]) =>
    value === undefined || (value >= from && value <= to)
      ? []
      : [{ where, what: `${what} is ${value}`, mend: `AWS takes ${from} to ${to}` }],
  )
