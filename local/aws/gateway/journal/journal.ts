import { join } from 'node:path'
import { SNSClient } from '@aws-sdk/client-sns'
import { tableOf } from '../../../../lib/own.ts'
import type { AwsResponse, Context, EmulatorEngine } from '../../../types.ts'
import type { Call } from '../call.ts'
import { asker, emulatorHandler } from '../ministack.ts'
import { isPoll } from '../missed.ts'
import { type Send, Unreachable } from '../upstream.ts'
import { controlOf, isControl } from './controls.ts'
import { movesFold } from './fold-moves.ts'
import { queuesFold } from './fold-sqs.ts'
import { type Folding, startFold } from './fold-task.ts'
import { type Forward, succeeded } from './keeper.ts'
import { dynamodbKeeper } from './keeper-dynamodb.ts'
import { kinesisKeeper, streamName } from './keeper-kinesis.ts'
import { snsKeeper } from './keeper-sns.ts'
import { sqsKeeper } from './keeper-sqs.ts'
import { journalLog } from './log.ts'
import { type Played, playBack } from './playback.ts'
import { renamed } from './playback-controls.ts'
import type { Entry, Message, MoveTask } from './records.ts'
import { tableSchemas } from './schemas.ts'
import type { MoveAnswer } from './wire-sqs.ts'

/** A smaller journal is read faster than it is worth to fold it. */
const COMPACT_BYTES = 16 * 1024 * 1024
const SEGMENT_BYTES = 16 * 1024 * 1024
const DAY_HOURS = 24
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
  readonly ministack: Pick<EmulatorEngine, 'endpoint' | 'secret'>
  readonly isWhole: () => boolean
  /** MiniStack has done what the journal does not hold: it is to be brought back to where the journal is. */
  readonly diverged: (why: Error) => void
}

/** The write-ahead journal in front of MiniStack: a call is answered when it is on disk. */
export async function journal(ctx: Context, { send, ministack, isWhole, diverged }: JournalPlace) {
  const log = await journalLog(join(ctx.state, 'journal'), diverged)
  // in files of their own, which go as a whole when their time has come
  const records = await journalLog(join(ctx.state, 'journal', 'streams'), diverged)
  const ask = asker(ctx.system, send)
  const schemas = tableSchemas(ask)
  const tables = dynamodbKeeper({ ask, append: log.append, isWhole }, schemas)
  const queues = sqsKeeper(log)
  const streams = kinesisKeeper(records)
  const sns = new SNSClient({
    region: ctx.system.region,
    endpoint: async () => {
      const { host: hostname, port } = ministack.endpoint()
      return { protocol: 'http:', hostname, port, path: '/' }
    },
    credentials: { accessKeyId: ctx.system.account, secretAccessKey: 'unchecked' },
    requestHandler: emulatorHandler(ministack.secret),
  })
  const topics = snsKeeper(sns, queues)
  let moves = movesFold()
  let subscriptions: ReadonlyMap<string, string> = new Map()
  let isRefusing = false
  const notCompacted = (error: Error) =>
    ctx.say({ part: 'aws', what: 'journal not compacted', detail: { why: error.message } })
  let compacting: Promise<void> | null = null

  /** Longer than this no stream of the model keeps a record; MiniStack holds each to its own. */
  const longest = HOUR_MS * Math.max(DAY_HOURS, ...retentionHours(ctx))

  async function control(call: Call, forward: Forward): Promise<AwsResponse> {
    const response = await forward()
    if (!succeeded(response)) return response
    schemas.forget()
    topics.forget()
    const entry = controlOf(call, response)
    if (call.action === 'DeleteQueue') queues.drop(entry.resource)
    if (call.action === 'DeleteStream') await records.append({ kind: 'dropped', stream: entry.resource })
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

  const refusal = async () => (await log.refusal()) ?? (await records.refusal())
  async function admit(): Promise<void> {
    const why = await refusal()
    if (why && !isRefusing) ctx.say({ part: 'aws', what: 'takes no writes', detail: { why: why.message } })
    if (!why && isRefusing) ctx.say({ part: 'aws', what: 'takes writes again' })
    isRefusing = why !== null
    if (why) throw why
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
    return call
  }

  const expiry = Object.values(ctx.system.resources).flatMap((it) =>
    it.kind === 'dynamodb' && it.ttl ? [[it.table, it.ttl.attribute] as const] : [],
  )
  const fold = () => startFold({ files: log.files(), expiry, streams: records.files() })
  // it reads while engines start
  let early: Folding | null = fold()

  function resume({ plan, subscriptions: renamedTo }: Played) {
    subscriptions = renamedTo
    moves = movesFold()
    for (const task of plan.moves) moves.apply({ kind: 'move-task', task })
    const ledger = queuesFold()
    for (const [queue, message] of plan.messages) ledger.apply(sentTo(queue, message))
    for (const [queue, message] of plan.done) {
      ledger.apply(sentTo(queue, message))
      ledger.apply({ kind: 'deleted', queue, ids: [message.id] })
    }
    queues.resume(ledger)
    tables.resume(plan.open.flatMap((entry) => (entry.kind === 'update' ? entry.keys : [])))
  }

  async function compact(): Promise<void> {
    compacting ??= log
      .compact((files, target) => startFold({ files, expiry, target }).ended)
      .finally(() => {
        compacting = null
      })
    await compacting
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
    /** Brings an empty MiniStack to where the journal is, which needs no room on the disk; gives what could not be brought back, and why. */
    async restore(): Promise<readonly string[]> {
      schemas.forget()
      topics.forget()
      await Promise.all([log.settled(), records.settled(), compacting?.catch(() => undefined)])
      log.restored()
      records.restored()
      const missing: string[] = []
      const lost = (what: string) => void missing.push(what)
      const folding = early ?? fold()
      early = null
      resume(
        await playBack(folding, {
          send,
          ask,
          lost,
          held: queues.held(),
          store: { ...ministack.endpoint(), secret: ministack.secret },
        }),
      )
      return missing
    },
    /** Notes what updates have led to, and drops what is of the past; to be called now and then while MiniStack is whole. */
    async tidy(): Promise<void> {
      if (await refusal()) return
      await tables.settle()
      if (records.size().segment > SEGMENT_BYTES) await records.roll()
      records.expire(Date.now() - longest)
      const { grown, base } = log.size()
      // as much again as there is: else the work for an order would grow with the orders there have been
      if (grown > Math.max(COMPACT_BYTES, base) && (await log.hasRoom(grown + base)))
        void compact().catch(notCompacted)
    },
    async close(): Promise<void> {
      early?.stop()
      await compacting?.catch(() => undefined)
      await Promise.all([log.close(), records.close()])
      sns.destroy()
    },
  }
}
export type Journal = Awaited<ReturnType<typeof journal>>

const sentTo = (queue: string, message: Message): Entry => ({
  kind: 'sent',
  queues: [queue],
  messages: [message],
})

const retentionHours = ({ system }: Context): readonly number[] =>
  Object.values(system.resources).flatMap((it) => (it.kind === 'kinesis' ? [it.retentionHours] : []))
