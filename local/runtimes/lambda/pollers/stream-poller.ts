import type { StreamFlow } from '../../../../model/kinds.ts'
import type { KeptState } from '../kept.ts'
import { pause } from '../pause.ts'
import { type InvokeFunction, type Poller, untilAborted } from './poller.ts'
import { deliver, type SetAside } from './stream-delivery.ts'
import type { StreamRecord, StreamSource } from './stream-source.ts'

export interface StreamPollerParts {
  readonly flow: StreamFlow
  readonly source: StreamSource
  readonly kept: KeptState
  readonly invoke: InvokeFunction
  readonly iteratorAge: (ms: number) => void
  /** Tells the flow's destination of records in a shard that are given up. */
  readonly setAside: (shard: string, ...aside: Parameters<SetAside>) => Promise<void>
  readonly failed: (error: Error) => void
}

const LIST_SHARDS_MS = 10_000
const FIRST_RETRY_MS = 1000

/** A stream event source: every shard is read in order by one reader, and its checkpoint kept on disk. */
export function streamPoller(it: StreamPollerParts): Poller {
  const stopping = new AbortController()
  const { signal } = stopping
  const readers = new Map<string, Promise<void>>()
  const findShards = async () => {
    for (const shard of await it.source.shards())
      if (!readers.has(shard)) readers.set(shard, readShard(it, shard, signal))
    await pause(LIST_SHARDS_MS, signal)
  }
  let finder = Promise.resolve()
  return {
    start() {
      finder = untilAborted(signal, findShards, it.failed)
    },
    async stop() {
      stopping.abort()
      await Promise.all([finder, ...readers.values()])
      it.kept.flush()
    },
  }
}

/** Reads one shard: whatever fails, it goes on after the last checkpoint with a new iterator. */
function readShard(it: StreamPollerParts, shard: string, signal: AbortSignal): Promise<void> {
  const key = `${it.source.name}/${shard}`
  const step = async () => {
    await it.source.shards()
    let iterator: string | null = await it.source.iterator(shard, it.kept.kept.checkpoints[key] ?? null)
    while (iterator !== null && !signal.aborted) {
      const readAt = Date.now()
      const batch: Batch = await gather(it, shard, iterator, signal)
      iterator = batch.next
      if (batch.records.length > 0 && (await delivered(it, shard, batch.records, signal)))
        checkpoint(it.kept, key, batch.records)
      // a full batch has others behind it; after any other one the base rate of polling holds
      if (batch.records.length < it.flow.batchSize)
        await pause(readAt + it.source.idleMs - Date.now(), signal)
    }
    if (iterator === null) await pause(LIST_SHARDS_MS, signal)
  }
  return untilAborted(signal, step, it.failed)
}

interface Batch {
  readonly records: readonly StreamRecord[]
  readonly next: string | null
}

/** Reads until the batch is full or its window, which the first record opens, has passed. */
async function gather(
  it: StreamPollerParts,
  shard: string,
  from: string,
  signal: AbortSignal,
): Promise<Batch> {
  const { batchSize, windowSeconds = 0 } = it.flow
  const records: StreamRecord[] = []
  let next: string | null = from
  let until = 0
  while (next !== null && records.length < batchSize && !signal.aborted) {
    const page = await it.source.records(next, batchSize - records.length, shard)
    records.push(...page.records)
    next = page.next
    if (records.length === 0) break
    until ||= Date.now() + windowSeconds * 1000
    if (Date.now() >= until) break
    if (page.records.length === 0) await pause(it.source.idleMs, signal)
  }
  return { records, next }
}

function delivered(
  it: StreamPollerParts,
  shard: string,
  records: readonly StreamRecord[],
  signal: AbortSignal,
) {
  it.iteratorAge(Math.max(0, Date.now() - records.at(-1)!.arrivedAt))
  const { bisectOnError = false, maximumAgeSeconds, retries } = it.flow
  return deliver(
    {
      invoke: it.invoke,
      bisect: bisectOnError,
      retries,
      maximumAgeMs: maximumAgeSeconds === undefined ? undefined : maximumAgeSeconds * 1000,
      signal,
      firstPauseMs: FIRST_RETRY_MS,
      setAside: (...aside) => it.setAside(shard, ...aside),
    },
    records,
  )
}

function checkpoint({ kept, saveSoon }: KeptState, key: string, records: readonly StreamRecord[]) {
  kept.checkpoints[key] = records.at(-1)!.sequenceNumber
  saveSoon()
}
