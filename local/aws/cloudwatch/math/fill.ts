import { isLine, isLines, type Line, line, type Value, wrong } from './value.ts'

/** FILL(series, number | series | REPEAT | LINEAR): puts a value where a period has none. */
export function fill([it, filler]: readonly Value[]): Value {
  if (filler === undefined || isLines(filler) || (typeof filler === 'string' && !(filler in KEYWORDS)))
    throw wrong('FILL', filler, 'a number, a time series, REPEAT or LINEAR as its second argument')
  if (it !== undefined && isLine(it)) return filled(it, filler)
  if (it !== undefined && isLines(it)) return it.map((one) => filled(one, filler))
  throw wrong('FILL', it, 'a time series or an array of them')
}

function filled(it: Line, filler: Exclude<Value, readonly Line[]>): Line {
  const points = it.points.map((value, at) => (Number.isNaN(value) ? pick(it.points, filler, at) : value))
  return line(points, it)
}

function pick(points: readonly number[], filler: Exclude<Value, readonly Line[]>, at: number): number {
  if (typeof filler === 'number') return filler
  return typeof filler === 'string'
    ? KEYWORDS[filler as keyof typeof KEYWORDS](points, at)
    : filler.points[at]!
}

const KEYWORDS = {
  /** The last value before the gap. */
  REPEAT: (points: readonly number[], at: number): number => points[before(points, at)] ?? Number.NaN,
  /** A straight line across the gap; the nearest value where the gap has one side only. */
  LINEAR: (points: readonly number[], at: number): number => {
    const [left, right] = [before(points, at), after(points, at)]
    const [from, to] = [points[left], points[right]]
    if (from === undefined || to === undefined) return from ?? to ?? Number.NaN
    return from + ((to - from) * (at - left)) / (right - left)
  },
}

const before = (points: readonly number[], at: number): number =>
  points.findLastIndex((value, index) => index < at && !Number.isNaN(value))
const after = (points: readonly number[], at: number): number =>
  points.findIndex((value, index) => index > at && !Number.isNaN(value))
