import type { LiveAlarms } from './aws/cloudwatch/cloudwatch.ts'
import type { AlarmState, World } from './aws/fis/world.ts'
import type { Automations } from './aws/ssm/automations.ts'
import type { Engines } from './engines/index.ts'
import type { Entries } from './entries/entries.ts'
import type { LambdaRuntime } from './runtimes/lambda/runtime.ts'
import type { Context, Links, Runtime } from './types.ts'

interface WorldParts {
  readonly runtimes: Readonly<Record<'ecs' | 'eks' | 'asg', Runtime>>
  readonly engines: Engines
  readonly links: Links
  readonly entries: Pick<Entries, 'shifts'>
  readonly functions: Pick<LambdaRuntime, 'faults'>
  readonly alarms: LiveAlarms
  readonly automations: Automations
}

/** What faults act upon, from the parts of the cloud. */
export function worldOf(
  { system }: Context,
  { runtimes, engines, links, entries, functions, alarms, automations }: WorldParts,
): World {
  const clusters = Object.entries(system.resources).filter(([, it]) => it.kind === 'aurora')
  return {
    runtimes: { ...runtimes, ec2: runtimes.asg },
    aurora: Object.fromEntries(clusters.map(([id]) => [id, engines.aurora(id)])),
    links,
    shifts: entries.shifts,
    functionFaults: functions.faults,
    automations,
    alarms: {
      state: (arn) => (alarms.find(arn)?.state as AlarmState | undefined) ?? null,
      onChange: (listener) =>
        alarms.subscribe(({ name, to }) => {
          const alarm = alarms.find(name)
          if (alarm) listener(alarm.arn, to as AlarmState)
        }),
    },
  }
}
