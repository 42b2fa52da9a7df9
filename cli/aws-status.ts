import { runningExperiments } from '../chaos/gameday/faults.ts'
import { type Site, stageOf } from '../chaos/gameday/site.ts'
import { alarmWatch } from '../chaos/gameday/watch/alarms.ts'
import { copiesWatch } from '../chaos/gameday/watch/copies.ts'
import { table } from './output.ts'

/** What can be seen of a system on AWS from outside: its alarms, copies and experiments. */
export async function awsStatus(site: Site) {
  const stage = stageOf(site)
  const since = Date.now() - (site.metrics.lateSeconds + 2 * site.metrics.periodSeconds) * 1000
  try {
    const [alarms, copies, experiments] = await Promise.all([
      alarmWatch(stage)(),
      copiesWatch(stage, since)(),
      runningExperiments(stage),
    ])
    const last = [...Map.groupBy(copies, (it) => it.workload).values()].map((all) => all.at(-1)!)
    return {
      system: site.system.id,
      region: site.system.region,
      account: site.system.account,
      endpoints: site.endpoints,
      alarms: alarms.map(({ alarm, to }) => ({ alarm, state: to })),
      copies: last,
      experiments,
    }
  } finally {
    stage.clients.close()
  }
}

/** The same for people. */
export function awsStatusText(it: Awaited<ReturnType<typeof awsStatus>>): string {
  const copies = it.copies.map(({ workload, running, desired, healthy, at }) => [
    workload,
    `${running}/${desired ?? '?'}`,
    healthy ?? '?',
    new Date(at).toISOString().slice(11, 16),
  ])
  return [
    `${it.system} in ${it.region} of account ${it.account}, ${Object.values(it.endpoints).join(', ')}`,
    ...(copies.length > 0 ? [table(['workload', 'running', 'healthy', 'at (UTC)'], copies)] : []),
    table(
      ['alarm', 'state'],
      it.alarms.map(({ alarm, state }) => [alarm, state]),
    ),
    it.experiments.length > 0 ? `experiments that run: ${it.experiments.join(', ')}` : 'no experiment runs',
  ].join('\n\n')
}
