import type { MetricStore } from '../store/metrics.ts'
import type { Input, Output } from './inputs.ts'
import { page } from './paging.ts'
import { dimensionList } from './shapes.ts'

const METRICS_PER_PAGE = 500

/** ListMetrics: metrics that have data, by namespace, name and dimensions (each with or without a value). */
export function listMetrics(input: Input<'ListMetrics'>, store: MetricStore): Output {
  const wanted = [...store.all()].filter(
    (it) =>
      (input.Namespace === undefined || it.namespace === input.Namespace) &&
      (input.MetricName === undefined || it.name === input.MetricName) &&
      (input.Dimensions ?? []).every(({ Name, Value }) =>
        Value === undefined ? Object.hasOwn(it.dimensions, Name) : it.dimensions[Name] === Value,
      ),
  )
  const { items, NextToken } = page(wanted, input.NextToken, METRICS_PER_PAGE)
  const Metrics = items.map((it) => ({
    Namespace: it.namespace,
    MetricName: it.name,
    Dimensions: dimensionList(it.dimensions),
  }))
  return { Metrics, NextToken }
}
