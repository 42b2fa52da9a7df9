import { createHash } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { KinesisClient } from '@aws-sdk/client-kinesis'
import { SQSClient } from '@aws-sdk/client-sqs'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { QueueFlow, Sqs, StreamFlow } from '../../../../model/kinds.ts'
import { functionArn, queueArn, queueUrl, streamArn, tableArn } from '../../../../model/names.ts'
import { platform } from '../../../../model/platform.ts'
import type { Context } from '../../../types.ts'
import type { LambdaFunction } from '../function.ts'
import type { KeptState } from '../kept.ts'
import { onFailure } from './destination.ts'
import { kinesisSource } from './kinesis-source.ts'
import type { InvokeFunction, Poller } from './poller.ts'
import { queuePoller } from './queue-poller.ts'
import { streamPoller } from './stream-poller.ts'
import type { StreamSource } from './stream-source.ts'
import { tableSource } from './table-source.ts'

/** An event source mapping: one flow of the model whose `to` is a function. */
export interface Mapping {
  /** Made of the flow's id, so that it is the same in every run. */
  readonly uuid: string
  readonly flowId: string
  readonly flow: QueueFlow | StreamFlow
  readonly functionId: string
  readonly sourceArn: string
  /** Where a stream's discarded records are told; null for a queue. */
  readonly failureArn: string | null
  enabled(): boolean
  /** Switches it on or off; resolves when the batches under way have ended. */
  enable(on: boolean): Promise<void>
  start(): void
  stop(): Promise<void>
}

export interface MappingParts {
  readonly ctx: Context
  readonly endpoint: string
  readonly kept: KeptState
  readonly functionOf: (id: string) => LambdaFunction
  readonly limitOf: (id: string) => number
  readonly invoke: (functionId: string, event: object) => ReturnType<InvokeFunction>
}

/** All event source mappings of a system. */
export function mappings(parts: MappingParts): readonly Mapping[] {
  const { system } = parts.ctx
  const clients = clientsOf(parts)
  return Object.entries(system.flows).flatMap(([id, flow]) => {
    const toFunction = flow.kind !== 'topic' && system.workloads[flow.to]?.kind === 'function'
    return toFunction ? [mapping(parts, id, flow, () => pollerOf(parts, clients, id, flow))] : []
  })
}

function mapping(parts: MappingParts, id: string, flow: QueueFlow | StreamFlow, open: () => Poller): Mapping {
  const { kept, change } = parts.kept
  let poller: Poller | null = null
  const start = () => {
    if (poller || kept.disabled[id]) return
    poller = open()
    poller.start()
  }
  const stop = async () => {
    const old = poller
    poller = null
    await old?.stop()
  }
  return {
    uuid: uuidOf(id),
    flowId: id,
    flow,
    functionId: flow.to,
    sourceArn: sourceArnOf(parts.ctx, flow.from),
    failureArn: flow.kind === 'stream' ? sourceArnOf(parts.ctx, flow.onFailure) : null,
    enabled: () => !kept.disabled[id],
    async enable(on) {
      change(kept.disabled, id, on ? undefined : true)
      if (on) start()
      else await stop()
    },
    start,
    stop,
  }
}

function pollerOf(parts: MappingParts, clients: Clients, id: string, flow: QueueFlow | StreamFlow): Poller {
  const { ctx, endpoint } = parts
  const failed = (error: Error) => ctx.say({ part: id, what: 'poll failed', detail: { why: error.message } })
  const invoke: InvokeFunction = (event) => parts.invoke(flow.to, event)
  if (flow.kind === 'stream') {
    const { iteratorAge } = parts.functionOf(flow.to).meter
    return streamPoller({
      flow,
      source: sourceOf(ctx, clients, flow),
      kept: parts.kept,
      invoke,
      iteratorAge,
      setAside: onFailure({
        flowId: id,
        functionArn: functionArn(ctx.system, flow.to),
        streamArn: sourceArnOf(ctx, flow.from),
        source: ctx.system.resources[flow.from]?.kind === 'kinesis' ? 'kinesis' : 'dynamodb',
        queueUrl: queueUrl(ctx.system, queueOf(ctx, flow.onFailure).queue, endpoint),
        sqs: clients.sqs,
        say: ctx.say,
      }),
      failed,
    })
  }
  const queue = queueOf(ctx, flow.from)
  return queuePoller({
    flow,
    queue,
    queueArn: queueArn(ctx.system, queue.queue),
    queueUrl: queueUrl(ctx.system, queue.queue, endpoint),
    region: ctx.system.region,
    functionTimeoutSeconds: parts.functionOf(flow.to).spec.fn.timeoutSeconds,
    limit: () => parts.limitOf(flow.to),
    sqs: clients.sqs,
    invoke,
    failed,
    waiting: waitingOf(ctx, id, queue.visibilitySeconds),
  })
}

/** An outage fails batch after batch: they are told together. */
const WAITS_TOLD_MS = 5_000

/** Says how many messages wait for their visibility timeout, and why the last of them does. */
function waitingOf(ctx: Context, part: string, visibility_seconds: number) {
  let [messages, reason] = [0, '']
  const tell = () => {
    const detail = { messages, visibility_seconds, why: reason }
    messages = 0
    ctx.say({ part, what: 'messages wait for their visibility timeout', detail })
  }
  return (more: number, why: string) => {
    reason = why
    if (messages === 0) setTimeout(tell, WAITS_TOLD_MS).unref()
    messages += more
  }
}

function queueOf({ system }: Context, id: string): Sqs {
  const queue = system.resources[id]
  if (queue?.kind !== 'sqs') throw new Error(`${id} is no queue`)
  return queue
}

function sourceOf(ctx: Context, clients: Clients, flow: StreamFlow): StreamSource {
  const { startingPosition } = flow
  const { region, resources } = ctx.system
  const from = resources[flow.from]
  if (from?.kind === 'dynamodb')
    return tableSource({ ...clients, table: from.table, region, startingPosition })
  if (from?.kind !== 'kinesis') throw new Error(`${flow.from} is neither a stream nor a table with one`)
  const arn = sourceArnOf(ctx, flow.from)
  return kinesisSource({ ...clients, stream: from.stream, streamArn: arn, region, startingPosition })
}

function sourceArnOf({ system }: Context, id: string): string {
  const from = system.resources[id]
  if (from?.kind === 'sqs') return queueArn(system, from.queue)
  if (from?.kind === 'kinesis') return streamArn(system, from.stream)
  if (from?.kind === 'dynamodb') return `${tableArn(system, from.table)}/stream/latest`
  throw new Error(`${id} cannot be an event source`)
}

function uuidOf(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}

function clientsOf({ ctx, endpoint }: MappingParts) {
  const { credentials } = platform
  const config = { endpoint, region: ctx.system.region, credentials }
  return {
    sqs: new SQSClient(config),
    dynamodb: new DynamoDBClient(config),
    streams: new DynamoDBStreamsClient(config),
    // its default speaks HTTP/2, the local endpoint HTTP/1.1
    kinesis: new KinesisClient({ ...config, requestHandler: new NodeHttpHandler() }),
  }
}
type Clients = ReturnType<typeof clientsOf>
