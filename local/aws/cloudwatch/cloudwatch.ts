import { arn } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import type { AwsService, Context, MetricSink } from '../../types.ts'
import { startActions } from './alarms/actions.ts'
import type { AlarmChange } from './alarms/alarm.ts'
import { Alarms } from './alarms/alarms.ts'
import { startClock } from './alarms/clock.ts'
import { putModelAlarms } from './alarms/model-alarms.ts'
import { Dashboards } from './operations/dashboards.ts'
import type { StateValue } from './operations/shapes.ts'
import { cloudwatchService } from './service.ts'
import { readEmf } from './store/emf.ts'
import { type MetricId, MetricStore } from './store/metrics.ts'
import { type Grid, statistic, values } from './store/statistic.ts'

/** An alarm as FIS and the game day see it. */
export interface LiveAlarm {
  readonly name: string
  readonly arn: string
  readonly kind: 'metric' | 'composite'
  readonly state: StateValue
  readonly reason: string
  /** Of the last change of state, milliseconds of the epoch. */
  readonly since: number
}
/** The states of all alarms, live. */
export interface LiveAlarms {
  readonly all: () => readonly LiveAlarm[]
  /** By name or ARN. */
  readonly find: (nameOrArn: string) => LiveAlarm | undefined
  /** Calls back on each change of a state; the function given back ends it. */
  readonly subscribe: (listener: (change: AlarmChange) => void) => () => void
}

export interface CloudWatch {
  readonly service: AwsService
  /** Where the whole local cloud publishes AWS's own metrics; a value that is not finite is not kept. */
  readonly sink: MetricSink
  /** Takes a line of a copy's stdout; true where it was EMF. */
  readonly emf: (line: string) => boolean
  readonly alarms: LiveAlarms
  /** One statistic of a metric by period, as GetMetricData gives it; NaN where it has no value. Unknown statistics are errors. */
  readonly read: (metric: MetricId, stat: string, grid: Grid) => number[]
  /** Puts the model's alarms and begins to evaluate. */
  readonly start: () => void
  readonly stop: () => void
}

const SWEEP_SECONDS = 600

/** CloudWatch of the local cloud: metrics and alarms of one account and region, in memory. */
export function cloudwatch(ctx: Omit<Context, 'metrics'>): CloudWatch {
  const { system, timeScale, say } = ctx
  const store = new MetricStore()
  const now = () => Date.now()
  const arnOf = (name: string) => arn(system, 'cloudwatch', `alarm:${name}`)
  const alarms = new Alarms({ store, now, arnOf })
  const dashboards = new Dashboards((name) => `arn:aws:cloudwatch::${system.account}:dashboard/${name}`)
  const ends: (() => void)[] = []

  function start() {
    const { region, account } = system
    putModelAlarms(alarms, { system, timeScale })
    const endpoint = `http://${platform.host}:${ctx.ports.aws}`
    ends.push(startActions(alarms, { endpoint, region, account }, now))
    ends.push(
      alarms.subscribe(({ name, to, reason }) =>
        say({ part: 'cloudwatch', what: `${name} is ${to}`, detail: { reason } }),
      ),
    )
    ends.push(
      startClock((second) => {
        alarms.evaluate(second)
        if (second % SWEEP_SECONDS === 0) store.sweep(second)
      }),
    )
  }

  return {
    service: cloudwatchService({ store, alarms, dashboards, now }),
    sink: { put: (...args) => put(store, now(), ...args) },
    emf: (line) => ingest(store, line),
    alarms: liveAlarms(alarms),
    read: (metric, stat, grid) => read(store, metric, stat, grid),
    start,
    stop: () => {
      for (const end of ends.splice(0)) end()
    },
  }
}

function put(
  store: MetricStore,
  now: number,
  ...[namespace, name, dimensions, value, unit]: Parameters<MetricSink['put']>
) {
  if (Number.isFinite(value))
    store.open(namespace, name, dimensions, unit)?.add(Math.floor(now / 1000), value)
}

function read(store: MetricStore, metric: MetricId, stat: string, grid: Grid): number[] {
  const of = statistic(stat)
  if (!of) throw new Error(`'${stat}' is no statistic of CloudWatch`)
  return values(store.series(metric, grid), grid, of)
}

function ingest(store: MetricStore, line: string): boolean {
  const metrics = readEmf(line)
  for (const { namespace, name, dimensions, unit, values, second } of metrics) {
    const series = store.open(namespace, name, dimensions, unit)
    for (const value of values) series?.add(second, value)
  }
  return metrics.length > 0
}

const liveAlarms = (alarms: Alarms): LiveAlarms => {
  const live = (it: ReturnType<Alarms['all']>[number]): LiveAlarm => ({
    name: it.name,
    arn: it.arn,
    kind: it.kind,
    state: it.state.value,
    reason: it.state.reason,
    since: it.state.transitionedAt,
  })
  return {
    all: () => alarms.all().map(live),
    find: (nameOrArn) => {
      const found = alarms.find(nameOrArn)
      return found && live(found)
    },
    subscribe: (listener) => alarms.subscribe(listener),
  }
}
