import { REDUCTIONS } from './functions-aggregate.ts'
import { ExpressionError } from './tokens.ts'
import { isLines, type Line, present, type Scope, type Value, wrong } from './value.ts'

function linesOf(name: string, it: Value | undefined): readonly Line[] {
  if (it === undefined || !isLines(it)) throw wrong(name, it, 'an array of time series')
  return it
}
function numberOf(name: string, it: Value | undefined): number {
  if (typeof it !== 'number') throw wrong(name, it, 'a number')
  return it
}

function oneOf(name: string, lines: readonly Line[], at: number): Line {
  const found = lines.at(at)
  if (!found) throw new ExpressionError(`${name} got an array without a time series`)
  return found
}

function sort([array, by, order, limit]: readonly Value[]): Value {
  const lines = linesOf('SORT', array)
  const reduce = typeof by === 'string' && by !== 'STDDEV' ? REDUCTIONS[by] : undefined
  if (!reduce) throw wrong('SORT', by, 'AVG, MIN, MAX or SUM as its second argument')
  if (order !== 'ASC' && order !== 'DESC') throw wrong('SORT', order, 'ASC or DESC as its third argument')
  const rank = (it: Line) => (present(it.points).length === 0 ? 0 : reduce(present(it.points)))
  const sorted = lines.toSorted((a, b) => (order === 'ASC' ? rank(a) - rank(b) : rank(b) - rank(a)))
  return limit === undefined ? sorted : sorted.slice(0, numberOf('SORT', limit))
}

function metrics([filter, ...rest]: readonly Value[], scope: Scope): Value {
  if (filter === undefined) return scope.metrics
  if (typeof filter !== 'string' || rest.length > 0) throw wrong('METRICS', filter, 'nothing or one text')
  return scope.metrics.filter((it) => it.id.includes(filter))
}

/** Functions over arrays of series. */
export const arrayFunctions = {
  FIRST: ([array]: readonly Value[]): Value => oneOf('FIRST', linesOf('FIRST', array), 0),
  LAST: ([array]: readonly Value[]): Value => oneOf('LAST', linesOf('LAST', array), -1),
  METRIC_COUNT: ([array]: readonly Value[]): Value => linesOf('METRIC_COUNT', array).length,
  METRICS: metrics,
  REMOVE_EMPTY: ([array]: readonly Value[]): Value =>
    linesOf('REMOVE_EMPTY', array).filter((it) => present(it.points).length > 0),
  SLICE: ([array, from, to]: readonly Value[]): Value =>
    linesOf('SLICE', array).slice(
      numberOf('SLICE', from),
      to === undefined ? undefined : numberOf('SLICE', to),
    ),
  SORT: sort,
}
