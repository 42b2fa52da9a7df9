import { join } from 'node:path'
import { SNSClient } from '@aws-sdk/client-sns'
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import { tableOf } from '../../../../lib/own.ts'
import type { AwsResponse, Context } from '../../../types.ts'
import type { Call } from '../call.ts'
import { asker } from '../ministack.ts'
import { isPoll } from '../missed.ts'
import { type Send, Unreachable } from '../upstream.ts'
import { controlOf, isControl } from './controls.ts'
import { type JournalFold, journalFold } from './fold.ts'
import { movesFold } from './fold-moves.ts'
import { type Forward, succeeded } from './keeper.ts'
import { dynamodbKeeper } from './keeper-dynamodb.ts'
import { kinesisKeeper, streamName } from './keeper-kinesis.ts'
import { snsKeeper } from './keeper-sns.ts'
import { sqsKeeper } from './keeper-sqs.ts'
import { journalLog } from './log.ts'
import { type Played, playBack } from './playback.ts'
import { renamed } from './playback-controls.ts'
import type { MoveTask } from './records.ts'
import { tableSchemas } from './schemas.ts'
import type { MoveAnswer } from './wire-sqs.ts'

const COMPACT_BYTES = 64 * 1024 * 1024
const HOUR_MS = 3_600_000
/** Calls for data that the journal keeps, by service. */
const KEPT = tableOf<RegExp>({
  dynamodb:
    /^(?:PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems|ExecuteStatement|BatchExecuteStatement|ExecuteTransaction)$/,
  sqs: /^(?:SendMessage|DeleteMessage|SendMessageBatch|DeleteMessageBatch|ReceiveMessage|PurgeQueue)$/,
  sns: /^Publish/,
  kinesis: /^PutRecord/,
})
type Keep = (call: Call, forward: Forward) => Promise<AwsResponse>

export interface JournalPlace {
  readonly send: Send
  /** Base URL of MiniStack. */
  readonly endpoint: () => string
  /** The SDK's way to it. */
  readonly handler: () => NodeHttpHandler
  readonly isWhole: () => boolean
  /** MiniStack has done what the journal does not hold: it is to be brought back to where the journal is. */
  readonly diverged: (why: Error) => void
}

/** The write-ahead journal in front of MiniStack: a call is answered when it is on disk. */
export async function journal(ctx: Context, { send, endpoint, handler, isWhole, diverged }: JournalPlace) {
  const log = await journalLog(join(ctx.state, 'journal'), diverged)
  const ask = asker(ctx.system, send)
  const schemas = tableSchemas(ask)
  const tables = dynamodbKeeper({ ask, append: log.append, isWhole }, schemas)
  const queues = sqsKeeper(log)
  const streams = kinesisKeeper(log)
  const sns = new SNSClient({
    region: ctx.system.region,
    endpoint: async () => endpointOf(endpoint()),
    credentials: { accessKeyId: ctx.system.account, secretAccessKey: 'unchecked' },
    requestHandler: handler(),
  })
  const topics = snsKeeper(sns, queues)
  let moves = movesFold()
  let subscriptions: ReadonlyMap<string, string> = new Map()
  let isRefusing = false
  let compacting: Promise<void> | null = null

  const retention = new Map(
    Object.values(ctx.system.resources).flatMap((it) =>
      it.kind === 'kinesis' ? [[it.stream, it.retentionHours * HOUR_MS] as const] : [],
    ),
  )
  const newFold = () => journalFold((stream) => Date.now() - (retention.get(stream) ?? 24 * HOUR_MS))

  async function control(call: Call, forward: Forward): Promise<AwsResponse> {
    const response = await forward()
    if (!succeeded(response)) return response
    schemas.forget()
    topics.forget()
    const entry = controlOf(call, response)
    if (call.action === 'DeleteQueue') queues.drop(entry.resource)
    await log.append(entry)
    moves.apply(entry)
    return response
  }

  const keepers = tableOf<Keep>({
    dynamodb: (call, forward) => tables.handle(call, forward),
    sqs: (call, forward) => queues.handle(call, forward),
    sns: (call, forward) => topics.handle(call, forward),
    kinesis: (call, forward) => streams.handle(call, forward),
  })
  /** Who keeps a call; undefined where nothing of it is to survive. */
  function keeperOf(call: Call): Keep | undefined {
    // the system lives in one region; what is made elsewhere is not kept
    if (call.signature?.region !== ctx.system.region) return undefined
    if (!isControl(call)) return KEPT[call.service]?.test(call.action) ? keepers[call.service] : undefined
    return call.service === 'dynamodb' ? (it, forward) => tables.alone(() => control(it, forward)) : control
  }

  async function admit(): Promise<void> {
    const refusal = await log.refusal()
    if (refusal && !isRefusing)
      ctx.say({ part: 'aws', what: 'takes no writes', detail: { why: refusal.message } })
    if (!refusal && isRefusing) ctx.say({ part: 'aws', what: 'takes writes again' })
    isRefusing = refusal !== null
    if (refusal) throw refusal
  }

  async function handle(call: Call, send_: (call: Call) => Promise<AwsResponse>): Promise<AwsResponse> {
    const keep = keeperOf(call)
    if (!keep) return send_(call)
    await admit()
    let mayHaveEffect = false
    const forward = async () => {
      mayHaveEffect = !isPoll(call)
      const response = await send_(call)
      mayHaveEffect = succeeded(response)
      return response
    }
    try {
      return await keep(call, forward)
    } catch (error) {
      // what MiniStack did is not in the journal, and is not acknowledged: it must not stand
      if (mayHaveEffect) diverged(error as Error)
      throw error
    }
  }

  /** Moves messages of a queue, and notes each move. */
  async function move<T extends MoveAnswer>(queue: string, carryOut: () => Promise<T>): Promise<T> {
    await admit()
    let isMoved = false
    try {
      return await queues.move(queue, async () => {
        const answer = await carryOut()
        isMoved = true
        return answer
      })
    } catch (error) {
      if (isMoved || error instanceof Unreachable) diverged(error as Error)
      throw error
    }
  }

  /** A call as MiniStack must get it now: ids that a playback has changed are put in place of those of before. */
  function current(call: Call): Call {
    const { request } = call
    if (call.service === 'sns' && subscriptions.size > 0)
      return { ...call, request: { ...request, body: renamed(request.body, subscriptions) } }
    const { StartingSequenceNumber } =
      call.action === 'GetShardIterator' ? (call.input() as { StartingSequenceNumber?: string }) : {}
    if (!StartingSequenceNumber) return call
    const body = request.body
      .toString('latin1')
      .replace(StartingSequenceNumber, streams.current(StartingSequenceNumber))
    return { ...call, request: { ...request, body: Buffer.from(body, 'latin1') } }
  }

  async function resume(fold: JournalFold, played: Played) {
    subscriptions = played.subscriptions
    moves = fold.moves
    queues.resume(
      fold.queues,
      played.messages.map(({ id, journalId }) => [id, journalId]),
    )
    tables.resume(fold.tables.open().flatMap((entry) => (entry.kind === 'update' ? entry.keys : [])))
    const now = new Map<string, string>()
    for (const { stream, records, numbers } of played.numbers) {
      records.forEach((record, index) => {
        for (const number of record.numbers) now.set(number, numbers[index]!)
      })
      const pairs = records.map((record, index) => [record.numbers.at(-1)!, numbers[index]!] as const)
      // a full disk keeps nobody from reading
      if (pairs.length > 0)
        await log.append({ kind: 'renumbered', stream, numbers: pairs }).catch(() => undefined)
    }
    streams.resume(now)
  }

  async function compact(): Promise<JournalFold> {
    await compacting
    const fold = newFold()
    const { promise, resolve } = Promise.withResolvers<void>()
    compacting = promise
    await log.compact(fold).finally(resolve)
    return fold
  }

  return {
    handle,
    current,
    oldest: queues.oldest,
    /** Redrives of dead-letter queues. */
    moves: {
      of: (source: string) => moves.of(source),
      all: () => moves.all(),
      async keep(task: MoveTask): Promise<void> {
        await log.append({ kind: 'move-task', task })
        moves.apply({ kind: 'move-task', task })
      },
      move,
    },
    streamName,
    /** Brings an empty MiniStack to where the journal is; gives what could not be brought back, and why. */
    async restore(): Promise<readonly string[]> {
      schemas.forget()
      topics.forget()
      log.restored()
      await log.refusal()
      const fold = newFold()
      for await (const entry of log.read()) fold.apply(entry)
      const missing: string[] = []
      const lost = (what: string) => void missing.push(what)
      await resume(fold, await playBack(fold, { send, ask, append: log.append, lost }))
      return missing
    },
    /** Notes what updates have led to, and compacts what has grown; to be called now and then while MiniStack is whole. */
    async tidy(): Promise<void> {
      if (await log.refusal()) return
      await tables.settle()
      const { grown, base } = log.size()
      // as much again as there is: else the work for an order would grow with the orders there have been
      if (grown > Math.max(COMPACT_BYTES, base)) await compact()
    },
    async close(): Promise<void> {
      await compacting
      await log.close()
      sns.destroy()
    },
  }
}
export type Journal = Awaited<ReturnType<typeof journal>>

function endpointOf(url: string) {
  const { protocol, hostname, port } = new URL(url)
  return { protocol, hostname, port: Number(port), path: '/' }
}
