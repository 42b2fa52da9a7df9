import {
  GetSubscriptionAttributesCommand,
  paginateListSubscriptionsByTopic,
  type SNSClient,
} from '@aws-sdk/client-sns'
import type { AwsResponse } from '../../../types.ts'
import { readJson } from '../../wire/read.ts'
import type { Call, Input } from '../call.ts'
import { Unreachable } from '../upstream.ts'
import { passes } from './filter-policy.ts'
import { type Forward, succeeded } from './keeper.ts'
import type { SqsKeeper } from './keeper-sqs.ts'
import { type Attributes, envelopeOf, type Publication, rawId } from './sns-envelope.ts'
import { answerOf } from './wire-sqs.ts'

interface Subscription {
  readonly queue: string
  readonly raw: boolean
  readonly policy?: string
  readonly scope: 'MessageAttributes' | 'MessageBody'
}

/** Keeps what topics deliver to queues: each publication is noted as a message of the queues it goes to. */
export function snsKeeper(sns: SNSClient, sqs: Pick<SqsKeeper, 'delivered'>) {
  const known = new Map<string, Promise<readonly Subscription[]>>()

  async function asked(topicArn: string): Promise<readonly Subscription[]> {
    const arns: string[] = []
    for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn: topicArn }))
      for (const it of page.Subscriptions ?? []) if (it.Protocol === 'sqs') arns.push(it.SubscriptionArn!)
    return Promise.all(arns.map((arn) => attributesOf(sns, arn)))
  }
  function subscriptions(topicArn: string) {
    const found = known.get(topicArn) ?? asked(topicArn).catch(notAsked)
    known.set(topicArn, found)
    found.catch(() => known.delete(topicArn))
    return found
  }

  async function deliver(publication: Publication, now: Date): Promise<void> {
    const all = (await subscriptions(publication.topicArn)).filter(
      ({ policy, scope }) => !policy || passes(policy, scope, publication.attributes, publication.message),
    )
    const kept = { sentAt: now.getTime(), ...(publication.groupId ? { groupId: publication.groupId } : {}) }
    const wrapped = all.filter((it) => !it.raw).map((it) => it.queue)
    const raw = all.filter((it) => it.raw).map((it) => it.queue)
    const { id, message, attributes } = publication
    await Promise.all([
      wrapped.length > 0 && sqs.delivered(wrapped, { ...kept, id, body: envelopeOf(publication, now) }),
      raw.length > 0 && sqs.delivered(raw, { ...kept, id: rawId(message), body: message, attributes }),
    ])
  }

  return {
    async handle(call: Call, forward: Forward): Promise<AwsResponse> {
      const response = await forward()
      if (!succeeded(response)) return response
      const now = new Date()
      await Promise.all(publicationsOf(call, response).map((it) => deliver(it, now)))
      return response
    },
    /** Subscriptions are asked anew after any change of them. */
    forget: () => known.clear(),
  }
}

function notAsked(error: Error): never {
  throw new Unreachable(`MiniStack does not tell who has subscribed: ${error.message}`)
}

async function attributesOf(sns: SNSClient, arn: string): Promise<Subscription> {
  const { Attributes: of = {} } = await sns.send(
    new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }),
  )
  return {
    queue: of.Endpoint!.split(':').at(-1)!,
    raw: of.RawMessageDelivery === 'true',
    scope: of.FilterPolicyScope === 'MessageBody' ? 'MessageBody' : 'MessageAttributes',
    ...(of.FilterPolicy ? { policy: of.FilterPolicy } : {}),
  }
}

interface PublishInput {
  readonly Id?: string
  readonly TopicArn?: string
  readonly TargetArn?: string
  readonly Message: string
  readonly Subject?: string
  readonly MessageStructure?: string
  readonly MessageAttributes?: Attributes
  readonly MessageGroupId?: string
}
interface PublishOutput {
  readonly MessageId: string
  readonly Successful?: readonly { readonly Id: string; readonly MessageId: string }[]
}

/** What a Publish or PublishBatch has published, each with the id that MiniStack gave it. */
function publicationsOf(call: Call, response: AwsResponse): readonly Publication[] {
  const input = call.input() as unknown as PublishInput & Input
  const { MessageId, Successful = [] } = answerOf<PublishOutput>(call, response)
  const topicArn = input.TopicArn ?? input.TargetArn
  if (!topicArn) return []
  if (call.action === 'Publish') return [publication(topicArn, MessageId, input)]
  const entries = input.PublishBatchRequestEntries as readonly PublishInput[]
  return Successful.map((done) =>
    publication(topicArn, done.MessageId, entries.find((it) => it.Id === done.Id)!),
  )
}

const publication = (topicArn: string, id: string, input: PublishInput): Publication => ({
  id,
  topicArn,
  message: input.MessageStructure === 'json' ? forQueues(input.Message) : input.Message,
  attributes: input.MessageAttributes ?? {},
  ...(input.Subject ? { subject: input.Subject } : {}),
  ...(input.MessageGroupId ? { groupId: input.MessageGroupId } : {}),
})

/** Of a message with a text for each protocol, the one for SQS. */
function forQueues(message: string): string {
  try {
    const { sqs, default: otherwise } = readJson(message) as { sqs?: unknown; default?: unknown }
    return String(sqs ?? otherwise ?? message)
  } catch {
    return message
  }
}
