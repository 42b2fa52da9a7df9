import { dimensionsOf } from '../model/dimensions.ts'
import type { Metric, System } from '../model/kinds.ts'
import { resourcePanel, workloadPanel } from './panels/index.ts'
import { plotsBelow, type Widget } from './widget.ts'

/** A metric as AWS has it: under dimensions of what was made, part by part where it counts by part only. */
export type Measured = (metric: Metric) => readonly Metric[]

interface Line {
  readonly label: string
  readonly metric: Metric
}

const PERIOD_SECONDS = 60

/** A plot for each metric of a system's workloads, resources and alarms, with a line for each of them that has it. */
export function serviceWidgets(system: System, measured: Measured): readonly Widget[] {
  const lines = [...linesOfMembers(system), ...linesOfAlarms(system)].flatMap((it) => byPart(it, measured))
  const alike = Map.groupBy(lines, ({ metric }) => `${metric.namespace} ${metric.name}, ${metric.stat}`)
  const plots = [...alike].map(([title, all]) => ({
    title,
    view: 'timeSeries',
    region: system.region,
    period: PERIOD_SECONDS,
    metrics: once(all.map((it) => row(system, it))),
    yAxis: { left: { min: 0 } },
  }))
  return plotsBelow(0, plots)
}

function linesOfMembers(system: System): readonly Line[] {
  const members = [
    ...Object.entries(system.workloads).map(([id, it]) => ({ it, panel: workloadPanel(id, it, system) })),
    ...Object.entries(system.resources).map(([id, it]) => ({ it, panel: resourcePanel(id, it, system) })),
  ]
  return members.flatMap(({ it, panel }) =>
    'unsupported' in panel
      ? []
      : panel.figures.flatMap(({ metrics }) => metrics.map((metric) => ({ label: it.title, metric }))),
  )
}

const linesOfAlarms = ({ alarms }: System): readonly Line[] =>
  Object.values(alarms).flatMap((it) =>
    it.kind === 'metric'
      ? it.queries.flatMap((query) =>
          'metric' in query ? [{ label: query.metric.name, metric: query.metric }] : [],
        )
      : [],
  )

const byPart = ({ label, metric }: Line, measured: Measured): readonly Line[] => {
  const parts = measured(metric)
  return parts.map((part, at) => ({ label: parts.length > 1 ? `${label} ${at + 1}` : label, metric: part }))
}

const row = (system: System, { label, metric }: Line): readonly unknown[] => [
  metric.namespace,
  metric.name,
  ...Object.entries(dimensionsOf(system, metric)).flat(),
  { label, stat: metric.stat },
]

/** The first of the rows that ask for the same, whatever their labels. */
function once(rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  const asked = Map.groupBy(rows, (row) => JSON.stringify(row.slice(0, -1)))
  return [...asked.values()].map(([first]) => first!)
}
