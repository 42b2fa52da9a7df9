import type { CustomMetric, System } from '../../model/kinds.ts'
import { failures, healthyCopies, latency, requests } from './balancer.ts'
import { type Figure, metricsOf } from './panel.ts'

/** Figures of one unit over time, in one picture. */
export interface Plot {
  readonly id: string
  readonly title: string
  readonly lines: readonly Figure[]
}

/** What people look at first: traffic, latency and errors at the way in, what the business counts, and the copies. */
export const overviewPlots = (system: System): readonly Plot[] =>
  [
    ...wayIn(system),
    ...business(system),
    { id: 'copies', title: 'Healthy copies', lines: copies(system) },
  ].filter(({ lines }) => lines.length > 0)

function wayIn({ entries }: System): readonly Plot[] {
  const ids = Object.keys(entries).filter((id) => {
    const entry = entries[id]!
    return entry.kind === 'alb' && entry.scheme === 'internet-facing'
  })
  return ids.flatMap((id) => [
    { id: `${id}-requests`, title: 'Requests', lines: [requests(id)] },
    { id: `${id}-latency`, title: 'Latency', lines: [latency(id, 'p50'), latency(id, 'p95')] },
    { id: `${id}-errors`, title: 'Errors', lines: [failures(id)] },
  ])
}

/** A picture for each thing that custom metrics count. */
function business({ workloads }: System): readonly Plot[] {
  const counted = Object.entries(workloads).flatMap(([workload, { metrics }]) =>
    metrics.flatMap((it) =>
      it.counts ? [{ of: it.counts.of, line: countOf(workload, it, it.counts.as) }] : [],
    ),
  )
  return [...Map.groupBy(counted, (it) => it.of)].map(([of, all]) => ({
    id: `counts-${of.toLowerCase()}`,
    title: of,
    lines: all.map((it) => it.line),
  }))
}

/** Values of a `Count` are numbers of events; of any other unit each value is one. */
const countOf = (workload: string, { namespace, name, unit }: CustomMetric, label: string): Figure => ({
  label,
  unit: 'a second',
  metrics: [metricsOf(namespace, { Workload: workload })(name, unit === 'Count' ? 'Sum' : 'SampleCount')],
})

const copies = (system: System): readonly Figure[] =>
  Object.keys(system.workloads).flatMap((id) => {
    const figure = healthyCopies(system, id)
    return figure ? [{ ...figure, label: id }] : []
  })
