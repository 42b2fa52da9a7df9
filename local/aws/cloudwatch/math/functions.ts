import { tableOf } from '../../../../lib/own.ts'
import { aggregateFunctions } from './functions-aggregate.ts'
import { arrayFunctions } from './functions-array.ts'
import { seriesFunctions } from './functions-series.ts'
import { timeFunctions } from './functions-time.ts'
import { ExpressionError } from './tokens.ts'
import type { Scope, Value } from './value.ts'

export type MathFunction = (args: readonly Value[], scope: Scope) => Value

const FUNCTIONS = tableOf<MathFunction>({
  ...aggregateFunctions,
  ...arrayFunctions,
  ...seriesFunctions,
  ...timeFunctions,
})
const ON_AWS_ONLY = [
  'ANOMALY_DETECTION_BAND',
  'INSIGHT_RULE_METRIC',
  'SEARCH',
  'SERVICE_QUOTA',
  'LAMBDA',
  'DB_PERF_INSIGHTS',
]

/** Calls a function of metric math; an unknown one is an ExpressionError that lists the known ones. */
export function callFunction(name: string, args: readonly Value[], scope: Scope): Value {
  const known = FUNCTIONS[name]
  if (known) return known(args, scope)
  if (ON_AWS_ONLY.includes(name)) throw new ExpressionError(`${name} exists on AWS only`)
  throw new ExpressionError(`unknown function ${name}: known are ${Object.keys(FUNCTIONS).sort().join(', ')}`)
}
