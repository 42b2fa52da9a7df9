import { tableOf } from '../../../../lib/own.ts'
import { ExpressionError } from './tokens.ts'
import { isLine, isLines, type Line, line, present, type Scope, type Value, wrong } from './value.ts'

const sum = (values: readonly number[]): number => values.reduce((total, it) => total + it, 0)
const mean = (values: readonly number[]): number => sum(values) / values.length
const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((it) => (it - mean(values)) ** 2)))
const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b))
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b))

/** How the existing values of a series are reduced to one number. */
export const REDUCTIONS = tableOf<(values: readonly number[]) => number>({
  AVG: mean,
  MAX: most,
  MIN: least,
  STDDEV: deviation,
  SUM: sum,
})

/** A series becomes a number, an array becomes a series; `across` gets how many series the array has. */
const aggregate =
  (name: string, along: (values: readonly number[]) => number, across = along as typeof averageOf) =>
  ([it, ...rest]: readonly Value[], scope: Scope): Value => {
    if (rest.length > 0) throw new ExpressionError(`${name} takes one argument: put several series in [ ]`)
    if (it !== undefined && isLine(it)) return reduced(it, along)
    if (it !== undefined && isLines(it)) return acrossLines(it, scope, across)
    throw wrong(name, it, 'a time series or an array of them')
  }

/** An average across series counts a missing value as 0. */
const averageOf = (values: readonly number[], series: number): number => sum(values) / series

const reduced = (it: Line, along: (values: readonly number[]) => number): number => {
  const values = present(it.points)
  return values.length === 0 ? 0 : along(values)
}

function acrossLines(lines: readonly Line[], { grid }: Scope, across: typeof averageOf): Line {
  const periods = Array.from({ length: grid.length }, (_, at) => present(lines.map((it) => it.points[at]!)))
  return line(periods.map((values) => (values.length === 0 ? Number.NaN : across(values, lines.length))))
}

const count = (values: readonly number[]): number => values.length

/** Functions that take a series to a number and an array of series to one series. */
export const aggregateFunctions = {
  AVG: aggregate('AVG', mean, averageOf),
  DATAPOINT_COUNT: aggregate('DATAPOINT_COUNT', count),
  MAX: aggregate('MAX', most),
  MIN: aggregate('MIN', least),
  STDDEV: aggregate('STDDEV', deviation),
  SUM: aggregate('SUM', sum),
}
