import type { StopConditionOfTemplate } from './shapes.ts'
import type { AlarmStates } from './world.ts'

/** What becomes of an experiment by its stop conditions. */
export interface StopConditionEvents {
  /** An alarm is in ALARM now, or goes there. */
  readonly alarmed: () => void
  /** There is no alarm of that ARN. */
  readonly unknown: (arn: string) => void
}

/** Watches the alarms of stop conditions, beginning with their states now; the function given back ends it. */
export function watchStopConditions(
  conditions: readonly StopConditionOfTemplate[],
  alarms: AlarmStates,
  { alarmed, unknown }: StopConditionEvents,
): () => void {
  const arns = conditions.flatMap(({ value }) => value ?? [])
  const end = alarms.onChange((arn, state) => {
    if (state === 'ALARM' && arns.includes(arn)) alarmed()
  })
  for (const arn of arns) if (alarms.state(arn) === null) unknown(arn)
  if (arns.some((arn) => alarms.state(arn) === 'ALARM')) alarmed()
  return end
}
