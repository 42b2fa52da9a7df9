import type { Input } from '../operations/inputs.ts'
import type { StateValue } from '../operations/shapes.ts'
import type { RuleExpression } from './rule.ts'
import type { Watch } from './watch.ts'

/** What an alarm says, since when (milliseconds of the epoch) and why. */
export interface AlarmState {
  readonly value: StateValue
  readonly reason: string
  /** JSON; undefined where there is none. */
  readonly reasonData: string | undefined
  readonly updatedAt: number
  readonly transitionedAt: number
}

interface AlarmBase {
  readonly name: string
  readonly arn: string
  readonly configuredAt: number
  actionsEnabled: boolean
  state: AlarmState
  readonly tags: Map<string, string>
}
/** An alarm on a metric or on metric math. */
export interface MetricAlarm extends AlarmBase {
  readonly kind: 'metric'
  readonly config: Input<'PutMetricAlarm'>
  readonly watch: Watch
}
/** An alarm on other alarms. */
export interface CompositeAlarm extends AlarmBase {
  readonly kind: 'composite'
  readonly config: Input<'PutCompositeAlarm'>
  readonly rule: RuleExpression
}
export type Alarm = MetricAlarm | CompositeAlarm

/** A change of an alarm's state, as subscribers get it. */
export interface AlarmChange {
  readonly name: string
  readonly arn: string
  readonly from: StateValue
  readonly to: StateValue
  readonly reason: string
  /** Milliseconds of the epoch. */
  readonly at: number
  /** The alarm whose change made a composite alarm change. */
  readonly trigger?: Alarm | undefined
}

/** The state of an alarm that nothing has evaluated yet. */
export const unchecked = (at: number): AlarmState => ({
  value: 'INSUFFICIENT_DATA',
  reason: 'Unchecked: Initial alarm creation',
  reasonData: undefined,
  updatedAt: at,
  transitionedAt: at,
})
