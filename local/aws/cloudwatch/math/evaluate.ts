import { callFunction } from './functions.ts'
import { operate } from './operators.ts'
import type { Expression } from './parser.ts'
import { ExpressionError } from './tokens.ts'
import { isLine, isLines, type Line, type Scope, typeOf, type Value } from './value.ts'

/** Arguments that are words of their own, not ids. */
const KEYWORDS = ['REPEAT', 'LINEAR', 'AVG', 'MIN', 'MAX', 'SUM', 'ASC', 'DESC']

/** What an expression comes to; throws an ExpressionError where a type or an id does not fit. */
export function evaluate(it: Expression, scope: Scope): Value {
  switch (it.kind) {
    case 'number':
      return it.value
    case 'text':
      return it.text
    case 'name':
      return KEYWORDS.includes(it.name) ? it.name : scope.resolve(it.name)
    case 'negate':
      return operate('*', -1, evaluate(it.of, scope))
    case 'binary':
      return operate(it.operator, evaluate(it.left, scope), evaluate(it.right, scope))
    case 'list':
      return it.items.flatMap((item) => asLines(evaluate(item, scope)))
    case 'call':
      return callFunction(
        it.name,
        it.args.map((arg) => evaluate(arg, scope)),
        scope,
      )
  }
}

/** The series that a whole expression gives; a number alone is an error, as on AWS. */
export function evaluateToLines(it: Expression, scope: Scope): Line | readonly Line[] {
  const value = evaluate(it, scope)
  if (typeof value === 'object') return value
  throw new ExpressionError(`it must give a time series, but gives ${typeOf(value)}`)
}

function asLines(it: Value): readonly Line[] {
  if (isLines(it)) return it
  if (isLine(it)) return [it]
  throw new ExpressionError(`an array takes time series, not ${typeOf(it)}`)
}

/** The ids that an expression names; METRICS stands for all of them. */
export function idsIn(it: Expression): readonly string[] {
  switch (it.kind) {
    case 'name':
      return KEYWORDS.includes(it.name) ? [] : [it.name]
    case 'negate':
      return idsIn(it.of)
    case 'binary':
      return [...idsIn(it.left), ...idsIn(it.right)]
    case 'list':
      return it.items.flatMap(idsIn)
    case 'call':
      return it.args.flatMap(idsIn)
    default:
      return []
  }
}
