import type { Grid } from '../store/statistic.ts'
import { ExpressionError } from './tokens.ts'

/** A time series on the grid of its scope; a period without a value is NaN. */
export interface Line {
  readonly id: string
  readonly label: string
  readonly points: readonly number[]
  /** A metric's own data, not the result of an expression. */
  readonly metric: boolean
}
/** What an expression comes to; a text is a keyword (`REPEAT`, `DESC`) or a filter of METRICS. */
export type Value = number | Line | readonly Line[] | string

/** What an expression is evaluated in. */
export interface Scope {
  readonly grid: Grid
  /** Metrics of the request, in its order. */
  readonly metrics: readonly Line[]
  /** The metric or expression of that id; throws an ExpressionError where there is none. */
  readonly resolve: (id: string) => Value
}

export const isLine = (it: Value): it is Line => typeof it === 'object' && !Array.isArray(it)
export const isLines = (it: Value): it is readonly Line[] => Array.isArray(it)

/** A line that an expression computed. */
export const line = (points: readonly number[], from?: Line): Line => ({
  id: from?.id ?? '',
  label: from?.label ?? '',
  points,
  metric: false,
})

/** How errors name a value's type. */
export function typeOf(it: Value | undefined): string {
  if (it === undefined) return 'nothing'
  if (typeof it === 'number') return 'a number'
  if (typeof it === 'string') return `'${it}'`
  return isLine(it) ? 'a time series' : 'an array of time series'
}

export function wrong(what: string, got: Value | undefined, wanted: string): ExpressionError {
  return new ExpressionError(`${what} takes ${wanted}, not ${typeOf(got)}`)
}

/** Points that exist. */
export const present = (points: readonly number[]): number[] => points.filter((it) => !Number.isNaN(it))
