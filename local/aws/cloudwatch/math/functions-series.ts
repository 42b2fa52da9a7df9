import { condition } from './condition.ts'
import { fill } from './fill.ts'
import { eachPoint } from './operators.ts'
import { isLine, isLines, type Line, line, type Scope, type Value, wrong } from './value.ts'

/** Applies a change of one series to a series or to each of an array. */
export const mapSeries =
  (name: string, change: (it: Line, scope: Scope) => Line) =>
  ([it]: readonly Value[], scope: Scope): Value => {
    if (it !== undefined && isLine(it)) return change(it, scope)
    if (it !== undefined && isLines(it)) return it.map((one) => change(one, scope))
    throw wrong(name, it, 'a time series or an array of them')
  }

const pointwise = (name: string, change: (value: number) => number) =>
  mapSeries(name, (it) => eachPoint(it, change))

/** The value at each point together with the value before it, where both exist. */
function withPrevious(it: Line, scope: Scope, of: (rise: number, seconds: number) => number): Line {
  let previous = -1
  const points = it.points.map((value, at) => {
    if (Number.isNaN(value)) return value
    const before = previous
    previous = at
    return before < 0 ? Number.NaN : of(value - it.points[before]!, (at - before) * scope.grid.period)
  })
  return line(points, it)
}

function runningSum(it: Line): Line {
  let total = 0
  return eachPoint(it, (value) => {
    total += value
    return total
  })
}

/** Functions that take a series to a series, and an array to an array. */
export const seriesFunctions = {
  ABS: pointwise('ABS', Math.abs),
  CEIL: pointwise('CEIL', Math.ceil),
  DIFF: mapSeries('DIFF', (it, scope) => withPrevious(it, scope, (rise) => rise)),
  DIFF_TIME: mapSeries('DIFF_TIME', (it, scope) => withPrevious(it, scope, (_, seconds) => seconds)),
  FILL: fill,
  FLOOR: pointwise('FLOOR', Math.floor),
  IF: condition,
  LOG: pointwise('LOG', Math.log),
  LOG10: pointwise('LOG10', Math.log10),
  RATE: mapSeries('RATE', (it, scope) => withPrevious(it, scope, (rise, seconds) => rise / seconds)),
  RUNNING_SUM: mapSeries('RUNNING_SUM', runningSum),
}
