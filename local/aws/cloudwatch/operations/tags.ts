import type { Alarm } from '../alarms/alarm.ts'
import type { Alarms } from '../alarms/alarms.ts'
import { errors } from '../wire/errors.ts'
import type { Input, Output } from './inputs.ts'

function tagged(arn: string, alarms: Alarms): Alarm {
  const alarm = alarms.all().find((it) => it.arn === arn)
  if (!alarm) throw errors.resourceNotFound(`There is no resource ${arn}`)
  return alarm
}

export function listTags({ ResourceARN }: Input<'ListTagsForResource'>, alarms: Alarms): Output {
  return { Tags: [...tagged(ResourceARN, alarms).tags].map(([Key, Value]) => ({ Key, Value })) }
}

export function tagResource({ ResourceARN, Tags }: Input<'TagResource'>, alarms: Alarms): Output {
  const { tags } = tagged(ResourceARN, alarms)
  for (const { Key, Value } of Tags) tags.set(Key, Value)
  return {}
}

export function untagResource({ ResourceARN, TagKeys }: Input<'UntagResource'>, alarms: Alarms): Output {
  const { tags } = tagged(ResourceARN, alarms)
  for (const key of TagKeys) tags.delete(key)
  return {}
}
