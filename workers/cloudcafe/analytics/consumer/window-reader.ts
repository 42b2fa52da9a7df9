import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../../../../lib/log.ts'
import type { SetAside } from '../../../../lib/set-aside.ts'
import { type HeldLease, LeaseLost } from './held-lease.ts'
import type { ShardReader, ShardRecord, Stream } from './shard.ts'

export interface WindowParts {
  readonly stream: Stream
  readonly batchSize: number
  readonly windowMs: number
  /** Has done all of the window's records but those that it gives when it resolves; may be given them again. */
  readonly onWindow: (
    records: readonly ShardRecord[],
  ) => Promise<readonly { readonly record: ShardRecord; readonly why: unknown }[]>
  /** Takes what can never be done out of the shard's way. */
  readonly setAside: SetAside
  readonly log: Logger
  /** Pause between two reads of a shard that gave nothing. */
  readonly idleMs?: number
}

// https://docs.aws.amazon.com/streams/latest/dev/kinesis-low-latency.html: five reads a second and shard at most
const IDLE_MS = 1000
const AGAIN_MS = 1000
/** A window that holds so many records is done before its time. */
const MOST_RECORDS = 20_000

/**
 * Reads a shard in windows for as long as its lease is held: gathers records for the window's time, has them done,
 * what can never be done set aside, and only then moves the checkpoint. Whatever fails, it goes on after the last checkpoint.
 */
export async function readWindows(it: WindowParts, shard: string, lease: HeldLease): Promise<void> {
  const signal = lease.ending
  while (!signal.aborted) {
    try {
      const reader = await it.stream.reader(shard, lease.checkpoint)
      while (!signal.aborted) await oneWindow(it, reader, lease)
    } catch (err) {
      if (err instanceof LeaseLost || signal.aborted) return
      it.log.warn({ err, shard }, 'reading a shard failed and goes on after its checkpoint')
      await pause(AGAIN_MS, signal)
    }
  }
}

async function oneWindow(it: WindowParts, reader: ShardReader, lease: HeldLease): Promise<void> {
  const signal = lease.ending
  const records: ShardRecord[] = []
  let until = 0
  while (!signal.aborted && (records.length === 0 || Date.now() < until) && records.length < MOST_RECORDS) {
    const page = await reader.next(it.batchSize)
    if (page) records.push(...page)
    if (records.length > 0) until ||= Date.now() + it.windowMs
    if (page === null && records.length > 0) break
    if (!page?.length) await pause(Math.min(it.idleMs ?? IDLE_MS, it.windowMs), signal)
  }
  if (signal.aborted || records.length === 0) return
  const refused = await it.onWindow(records)
  await it.setAside(refused.map(({ record, why }) => ({ ...record, why, source: lease.key })))
  await lease.done(records.at(-1)!.sequenceNumber)
}

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => {})
