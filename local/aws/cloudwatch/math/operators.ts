import type { BinaryOperator } from './parser.ts'
import { ExpressionError } from './tokens.ts'
import { isLine, isLines, type Line, line, typeOf, type Value } from './value.ts'

const bool = (it: boolean): number => (it ? 1 : 0)

const OPERATORS: Readonly<Record<BinaryOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => bool(a === b),
  '!=': (a, b) => bool(a !== b),
  '<': (a, b) => bool(a < b),
  '<=': (a, b) => bool(a <= b),
  '>': (a, b) => bool(a > b),
  '>=': (a, b) => bool(a >= b),
  AND: (a, b) => bool(a !== 0 && b !== 0),
  OR: (a, b) => bool(a !== 0 || b !== 0),
}

/** A value that CloudWatch would keep: what is not finite, such as x / 0, is dropped. */
export const kept = (value: number): number => (Number.isFinite(value) ? value : Number.NaN)

/**
 * Applies an operator. Where one of two series misses a value it counts as 0; where both do, so does the result.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function operate(operator: BinaryOperator, a: Value, b: Value): Value {
  const compute = OPERATORS[operator]
  if (typeof a === 'number' && typeof b === 'number') return kept(compute(a, b))
  if (isLine(a) && isLine(b)) return line(a.points.map((_, at) => both(compute, a, b, at)))
  if (isLine(a) && typeof b === 'number') return eachPoint(a, (x) => compute(x, b))
  if (typeof a === 'number' && isLine(b)) return eachPoint(b, (x) => compute(a, x))
  if (isLines(a) && !isLines(b)) return a.map((it) => keepLabel(operate(operator, it, b), it))
  if (isLines(b) && !isLines(a)) return b.map((it) => keepLabel(operate(operator, a, it), it))
  throw new ExpressionError(`${operator} cannot take ${typeOf(a)} and ${typeOf(b)}`)
}

/** The series with each of its values changed. */
export const eachPoint = (it: Line, change: (value: number) => number): Line =>
  line(
    it.points.map((value) => (Number.isNaN(value) ? value : kept(change(value)))),
    it,
  )

function both(compute: (a: number, b: number) => number, a: Line, b: Line, at: number): number {
  const [x, y] = [a.points[at]!, b.points[at]!]
  if (Number.isNaN(x) && Number.isNaN(y)) return Number.NaN
  return kept(compute(Number.isNaN(x) ? 0 : x, Number.isNaN(y) ? 0 : y))
}

function keepLabel(it: Value, from: Line): Line {
  if (!isLine(it)) throw new ExpressionError(`an array of time series cannot hold ${typeOf(it)}`)
  return line(it.points, from)
}
