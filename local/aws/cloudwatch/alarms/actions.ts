import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { platform } from '../../../../model/platform.ts'
import type { Alarms } from './alarms.ts'
import { type Notification, notification } from './notification.ts'

/** Where notifications go, and what they say of their origin. */
export interface ActionTarget {
  readonly endpoint: string
  readonly region: string
  readonly account: string
}

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
      void publish(sns, action, notification(change, alarm, target)).then((error) =>
        alarms.history.acted(alarm, action, error, now()),
      )
  })
  return () => {
    end()
    sns.destroy()
  }
}

async function publish(sns: SNSClient, action: string, { Subject, Message }: Notification) {
  if (!action.startsWith('arn:aws:sns:')) return 'actions other than SNS topics are carried out on AWS only'
  try {
    await sns.send(new PublishCommand({ TopicArn: action, Subject, Message }))
    return null
  } catch (error) {
    return (error as Error).message
  }
}
