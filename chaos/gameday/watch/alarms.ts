import { DescribeAlarmsCommand, type DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch'
import { alarmName } from '../../../model/names.ts'
import type { AlarmChange } from '../detection.ts'
import type { AlarmState } from '../journal.ts'
import type { Stage } from '../site.ts'

/** Asks CloudWatch for the state of every alarm of the system; gives those that changed since the last call. */
export function alarmWatch({ clients, system }: Stage): () => Promise<AlarmChange[]> {
  const ids = new Map(Object.keys(system.alarms).map((id) => [alarmName(system, id), id]))
  const last = new Map<string, AlarmState>()
  const names = [...ids.keys()]
  return async () => {
    // without names CloudWatch would tell of every alarm of the account
    if (names.length === 0) return []
    const answer = await clients.cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: names, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    )
    const changes = statesOf(answer, ids).filter((it) => last.get(it.alarm) !== it.to)
    const seen = changes.map((it) => ({ ...it, first: !last.has(it.alarm) }))
    for (const { alarm, to } of changes) last.set(alarm, to)
    return seen
  }
}

const statesOf = (
  answer: DescribeAlarmsOutput,
  ids: ReadonlyMap<string, string>,
): Omit<AlarmChange, 'first'>[] =>
  [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])].flatMap((it) => {
    const alarm = ids.get(it.AlarmName ?? '')
    if (!alarm || !it.StateValue) return []
    const at = it.StateTransitionedTimestamp ?? it.StateUpdatedTimestamp ?? new Date()
    return [{ alarm, to: it.StateValue, at: at.getTime() }]
  })
