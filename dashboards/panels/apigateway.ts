import type { ApiGateway, System } from '../../model/kinds.ts'
import { entryName } from '../../model/names.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
export function apigateway(id: string, _it: ApiGateway, system: System): Panel {
  const of = metricsOf('AWS/ApiGateway', { ApiName: entryName(system, id) })
  return {
    service: 'API Gateway',
    figures: [
      { label: 'requests', unit: 'a second', metrics: [of('Count', 'Sum')] },
      { label: 'p95', unit: 'milliseconds', metrics: [of('Latency', 'p95')] },
      { label: '5XX', unit: 'a second', metrics: [of('5XXError', 'Sum')] },
    ],
  }
}
