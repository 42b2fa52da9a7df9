import { dimensionsOf } from '../model/dimensions.ts'
import type { Alarm, MetricQuery, System } from '../model/kinds.ts'
import { alarmArn, alarmWindow } from '../model/names.ts'
import { type Projection, project, type Unsupported, unsupported } from '../model/projection.ts'
import { COLUMNS, plotsBelow, type Widget } from './widget.ts'

interface AlarmContext {
  readonly system: System
  readonly timeScale: number
}

const STATUS_HEIGHT = 3

const PLOTS: Projection<Alarm, AlarmContext, Record<string, unknown> | Unsupported> = {
  metric: (_id, it, { system, timeScale }) => ({
    title: it.title,
    view: 'timeSeries',
    region: system.region,
    period: alarmWindow(it, timeScale).period,
    metrics: it.queries.map((query, at) => row(query, at === it.queries.length - 1, system)),
    annotations: { horizontal: [{ label: it.comparison, value: it.threshold }] },
    yAxis: { left: { min: 0 } },
  }),
  composite: () =>
    unsupported('a composite alarm has no series of its own: its state stands in the first widget'),
}

/** The widgets of a system's alarms: the states of all, then the series of each with its threshold. */
export function alarmWidgets(system: System, timeScale: number): readonly Widget[] {
  const ids = Object.keys(system.alarms)
  const properties = { title: 'Alarms', alarms: ids.map((id) => alarmArn(system, id)) }
  const status: Widget = { type: 'alarm', x: 0, y: 0, width: COLUMNS, height: STATUS_HEIGHT, properties }
  const plots = ids.flatMap((id) => {
    const plot = project(PLOTS, id, system.alarms[id]!, { system, timeScale })
    return 'unsupported' in plot ? [] : [plot]
  })
  return [status, ...plotsBelow(STATUS_HEIGHT, plots)]
}

/** A metric as a dashboard lists it; only the series that the alarm compares is shown. */
function row(query: MetricQuery, visible: boolean, system: System): readonly unknown[] {
  if ('expression' in query)
    return [{ id: query.id, expression: query.expression, label: query.label, visible }]
  const dimensions = Object.entries(dimensionsOf(system, query.metric)).flat()
  return [
    query.metric.namespace,
    query.metric.name,
    ...dimensions,
    { id: query.id, stat: query.metric.stat, visible },
  ]
}
