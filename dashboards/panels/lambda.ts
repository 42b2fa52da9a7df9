import type { Fn } from '../../model/kinds.ts'
import { customFigures } from './custom.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function lambda(id: string, it: Fn): Panel {
  const of = metricsOf('AWS/Lambda', { FunctionName: { of: id } })
  const atOnce = of('ConcurrentExecutions', 'Maximum')
  return {
    service: 'Lambda',
    noun: 'environment',
    figures: [
      { label: 'at once', unit: 'count', metrics: [atOnce], limit: it.reservedConcurrency, otherwise: 0 },
      { label: 'invocations', unit: 'a second', metrics: [of('Invocations', 'Sum')] },
      { label: 'p95', unit: 'milliseconds', metrics: [of('Duration', 'p95')] },
      { label: 'errors', unit: 'a second', metrics: [of('Errors', 'Sum')] },
      { label: 'throttles', unit: 'a second', metrics: [of('Throttles', 'Sum')] },
      ...customFigures(id, it),
    ],
  }
}
