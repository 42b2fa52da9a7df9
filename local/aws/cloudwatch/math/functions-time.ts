import { ExpressionError } from './tokens.ts'
import { isLine, line, type Scope, type Value, wrong } from './value.ts'

/** The start of each period, as a date in UTC. */
const datesOf = ({ grid }: Scope): Date[] =>
  Array.from({ length: grid.length }, (_, at) => new Date((grid.start + at * grid.period) * 1000))

const calendar =
  (name: string, of: (date: Date) => number) =>
  ([it]: readonly Value[], scope: Scope): Value => {
    if (it === undefined || !isLine(it)) throw wrong(name, it, 'a time series')
    return line(datesOf(scope).map(of), it)
  }

function period([it]: readonly Value[], { grid }: Scope): Value {
  if (it === undefined || !isLine(it)) throw wrong('PERIOD', it, 'a metric')
  if (!it.metric) throw new ExpressionError('PERIOD takes a metric, not the result of an expression')
  return grid.period
}

function timeSeries([it]: readonly Value[], { grid }: Scope): Value {
  if (typeof it !== 'number') throw wrong('TIME_SERIES', it, 'a number')
  return line(new Array<number>(grid.length).fill(it))
}

/** Functions of a period's time; DAY is 1 on Monday and 7 on Sunday. */
export const timeFunctions = {
  DATE: calendar('DATE', (date) => date.getUTCDate()),
  DAY: calendar('DAY', (date) => date.getUTCDay() || 7),
  EPOCH: calendar('EPOCH', (date) => date.getTime() / 1000),
  HOUR: calendar('HOUR', (date) => date.getUTCHours()),
  MINUTE: calendar('MINUTE', (date) => date.getUTCMinutes()),
  MONTH: calendar('MONTH', (date) => date.getUTCMonth() + 1),
  PERIOD: period,
  TIME_SERIES: timeSeries,
  YEAR: calendar('YEAR', (date) => date.getUTCFullYear()),
}
