import { dimensionsOf } from '../dimensions.ts'
import type { Finding } from '../finding.ts'
import type { CompositeAlarm, MetricAlarm, System } from '../kinds.ts'
import { ALARM_PERIODS, isPeriod } from '../metric-periods.ts'

/** Alarms that CloudWatch would refuse, or that say another figure than the model. */
export function checkAlarms(system: System): readonly Finding[] {
  const each = Object.entries(system.alarms).flatMap(([id, alarm]) =>
    alarm.kind === 'composite' ? composite(system, id, alarm) : metric(system, id, alarm),
  )
  return [...each, ...connections(system)]
}

function composite(system: System, id: string, alarm: CompositeAlarm): Finding[] {
  return alarm.anyOf
    .filter((child) => !system.alarms[child])
    .map((child) => ({
      where: `alarms.${id}`,
      what: `names the alarm '${child}', which does not exist`,
      mend: `take one of ${Object.keys(system.alarms).join(', ')}`,
    }))
}

function metric(system: System, id: string, alarm: MetricAlarm): Finding[] {
  const where = `alarms.${id}`
  const findings: Finding[] = []
  const period = alarm.periodSeconds
  if (!isPeriod(period, ALARM_PERIODS)) {
    findings.push({
      where,
      what: `a period of ${period} s`,
      mend: `take ${ALARM_PERIODS.join(', ')} or a multiple of 60`,
    })
  }
  if (alarm.datapointsToAlarm > alarm.evaluationPeriods) {
    findings.push({
      where,
      what: `${alarm.datapointsToAlarm} of ${alarm.evaluationPeriods} datapoints`,
      mend: 'ask for at most as many as are evaluated',
    })
  }
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  if (period * alarm.evaluationPeriods > 7 * 86_400) {
    findings.push({
      where,
      what: 'the window is longer than seven days',
      mend: 'shorten period or evaluations',
    })
  }
  for (const query of alarm.queries) {
    if (!('metric' in query)) continue
    try {
      dimensionsOf(system, query.metric)
    } catch (error) {
      findings.push({ where, what: (error as Error).message, mend: 'name an entry of the model' })
    }
  }
  return findings
}

const CONNECTIONS = 'DatabaseConnections'

/** An expression cannot read the model, so the figure in it is held against the model here. */
function connections({ alarms, resources }: System): Finding[] {
  return Object.entries(alarms).flatMap(([id, alarm]) => {
    if (alarm.kind !== 'metric') return []
    const last = alarm.queries.at(-1)!
    return alarm.queries.flatMap((query) => {
      if (!('metric' in query) || query.metric.name !== CONNECTIONS || !('expression' in last)) return []
      const [of] = Object.values(query.metric.dimensions).flatMap((it) =>
        typeof it === 'string' ? [] : it.of,
      )
      const store = resources[of ?? '']
      if (!store || !('maxConnections' in store)) return []
      const wanted = `100 * ${query.id} / ${store.maxConnections}`
      if (last.expression === wanted) return []
      const what = `the share is not of the most connections of '${of}'`
      return [{ where: `alarms.${id}`, what, mend: `make it '${wanted}'` }]
    })
  })
}
