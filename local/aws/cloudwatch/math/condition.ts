import { isLine, line, type Scope, type Value, wrong } from './value.ts'

type Operand = Exclude<Value, string | readonly unknown[]> | undefined

/**
 * IF(condition, then, else): a condition of 0 is false. Where `then` misses a value it counts as 0; where `else`
 * does, or the condition itself, the result misses it too.
 */
export function condition([test, then, otherwise]: readonly Value[], { grid }: Scope): Value {
  const [a, b, c] = [operand(test, 'first'), operand(then, 'second'), optional(otherwise)]
  if (typeof a === 'number' && typeof b === 'number' && typeof c === 'number') return a !== 0 ? b : c
  const points = Array.from({ length: grid.length }, (_, at) => {
    const value = pointOf(a, at)
    if (Number.isNaN(value)) return value
    return value !== 0 ? orZero(pointOf(b, at)) : pointOf(c, at)
  })
  return line(points)
}

const pointOf = (it: Operand, at: number): number => {
  if (it === undefined) return Number.NaN
  return typeof it === 'number' ? it : it.points[at]!
}
const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value)

function operand(it: Value | undefined, place: string): Exclude<Operand, undefined> {
  if (typeof it === 'number' || (it !== undefined && typeof it !== 'string' && isLine(it))) return it
  throw wrong('IF', it, `a number or a time series as its ${place} argument`)
}
function optional(it: Value | undefined): Operand {
  return it === undefined ? undefined : operand(it, 'third')
}
