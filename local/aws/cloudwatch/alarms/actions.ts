import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { platform } from '../../../../model/platform.ts'
import type { Input } from '../operations/inputs.ts'
import type { Alarm, AlarmChange } from './alarm.ts'
import type { Alarms } from './alarms.ts'

/** Where notifications go, and what they say of their origin. */
export interface ActionTarget {
  readonly endpoint: string
  readonly region: string
  readonly account: string
}

/** SNS takes a subject of 100 characters. */
const MOST_SUBJECT = 100
const ACTIONS = {
  OK: 'OKActions',
  ALARM: 'AlarmActions',
  INSUFFICIENT_DATA: 'InsufficientDataActions',
} as const

/** Publishes each change of an alarm to the SNS topics among its actions, and notes in its history how that went. */
export function startActions(alarms: Alarms, target: ActionTarget, now: () => number): () => void {
  const { region, endpoint } = target
  const sns = new SNSClient({ region, endpoint, credentials: platform.credentials })
  const end = alarms.subscribe((change, alarm) => {
    if (!alarm.actionsEnabled) return
    for (const action of alarm.config[ACTIONS[change.to]] ?? [])
      void publish(sns, action, message(change, alarm, target)).then((error) =>
        alarms.history.acted(alarm, action, error, now()),
      )
  })
  return () => {
    end()
    sns.destroy()
  }
}

async function publish(sns: SNSClient, action: string, { Subject, Message }: ReturnType<typeof message>) {
  if (!action.startsWith('arn:aws:sns:')) return 'actions other than SNS topics are carried out on AWS only'
  try {
    await sns.send(new PublishCommand({ TopicArn: action, Subject, Message }))
    return null
  } catch (error) {
    return (error as Error).message
  }
}

function message(change: AlarmChange, alarm: Alarm, { region, account }: ActionTarget) {
  const { AlarmDescription, OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = alarm.config
  const body = {
    AlarmName: alarm.name,
    AlarmDescription: AlarmDescription ?? null,
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt).toISOString(),
    NewStateValue: change.to,
    NewStateReason: change.reason,
    StateChangeTime: new Date(change.at).toISOString(),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: change.from,
    OKActions,
    AlarmActions,
    InsufficientDataActions,
    ...(alarm.kind === 'metric' ? { Trigger: trigger(alarm.config) } : { AlarmRule: alarm.config.AlarmRule }),
  }
  const Subject = `${change.to}: "${alarm.name}" in ${region}`.slice(0, MOST_SUBJECT)
  return { Subject, Message: JSON.stringify(body) }
}

function trigger(config: Input<'PutMetricAlarm'>) {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Unit, Period, Metrics } = config
  const {
    EvaluationPeriods,
    DatapointsToAlarm,
    ComparisonOperator,
    Threshold,
    TreatMissingData = 'missing',
  } = config
  const Dimensions = config.Dimensions?.map(({ Name, Value }) => ({ name: Name, value: Value }))
  const what = Metrics
    ? { Metrics }
    : { MetricName, Namespace, Statistic, ExtendedStatistic, Unit, Period, Dimensions }
  return { ...what, EvaluationPeriods, DatapointsToAlarm, ComparisonOperator, Threshold, TreatMissingData }
}
