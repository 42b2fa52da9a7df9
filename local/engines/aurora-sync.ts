import { setTimeout as sleep } from 'node:timers/promises'
import type { Member } from './aurora-member.ts'
import { withSession } from './postgres-client.ts'

/**
 * Which readers hold every commit. A commit waits for all of them, so that any of them can take over with nothing
 * missing; a reader that is lost is waited for no more, as a lost Aurora reader does not hold up its writer.
 */
export interface Sync {
  /** Readers that hold every commit which a client has seen acknowledged. */
  holders(): readonly Member[]
  /** Waits until a running reader follows and holds every commit; false where it does not follow within that time. */
  join(writer: Member, reader: Member, withinMs: number): Promise<boolean>
  /** Commits no longer wait for that reader. */
  leave(writer: Member, reader: Member): void
  /** Lets go of the readers whose stream has ended without their death; gives those. */
  review(writer: Member): Promise<readonly Member[]>
  /** Begins anew under another writer. */
  clear(): void
}

const ASK_EVERY_MS = 20

export function sync(): Sync {
  const awaited = new Set<Member>()
  const holding = new Set<Member>()

  function leave(writer: Member, reader: Member) {
    holding.delete(reader)
    if (!awaited.has(reader)) return
    // forgotten last: where this fails the next review finds the reader again
    writer.waitFor([...awaited].filter((it) => it !== reader))
    awaited.delete(reader)
  }

  async function join(writer: Member, reader: Member, withinMs: number): Promise<boolean> {
    const deadline = Date.now() + withinMs
    if (!(await streams(writer, reader, deadline))) return false
    awaited.add(reader)
    writer.waitFor([...awaited])
    const holds = await caughtUp(writer, reader, deadline).catch(() => false)
    // it may have been let go of meanwhile
    if (holds && awaited.has(reader)) holding.add(reader)
    else leave(writer, reader)
    return holds
  }

  async function review(writer: Member) {
    const streaming = await statesOf(writer)
    const gone = [...awaited].filter((reader) => streaming.get(reader.id) === undefined)
    for (const reader of gone) leave(writer, reader)
    return gone
  }

  const clear = () => {
    awaited.clear()
    holding.clear()
  }
  return { holders: () => [...holding], join, leave, review, clear }
}

/** The readers that stream now, with their `sync_state`. */
async function statesOf(writer: Member): Promise<ReadonlyMap<string, string>> {
  const rows = await writer.probe.query<{ name: string; sync: string }>(
    `select application_name as name, sync_state as sync from pg_stat_replication where state = 'streaming'`,
  )
  return new Map(rows.map((row) => [row.name, row.sync]))
}

async function streams(writer: Member, reader: Member, deadline: number): Promise<boolean> {
  while (Date.now() < deadline) {
    const states = await statesOf(writer).catch(() => new Map())
    if (states.has(reader.id)) return true
    if (reader.server.state() !== 'available' || writer.server.state() !== 'available') return false
    await sleep(ASK_EVERY_MS)
  }
  return false
}

const CHECKPOINT_MS = 30_000

/** Resolves to true when commits wait for the reader and it has everything from before they did. */
async function caughtUp(writer: Member, reader: Member, deadline: number): Promise<boolean> {
  while ((await statesOf(writer)).get(reader.id) !== 'sync')
    if (Date.now() > deadline) return false
    else await sleep(ASK_EVERY_MS)
  // The checkpointer tells the sessions whom to wait for; once it has done a checkpoint it has read the new setting.
  await withSession(writer.login(), (client) => client.query('checkpoint'), CHECKPOINT_MS)
  const [now] = await writer.probe.query<{ lsn: string }>('select pg_current_wal_flush_lsn() as lsn')
  while (!(await hasWritten(writer, reader, now!.lsn)))
    if (Date.now() > deadline) return false
    else await sleep(ASK_EVERY_MS)
  return true
}

async function hasWritten(writer: Member, reader: Member, lsn: string): Promise<boolean> {
  const rows = await writer.probe.query(
    'select 1 from pg_stat_replication where application_name = $1 and write_lsn >= $2::pg_lsn',
    [reader.id, lsn],
  )
  return rows.length > 0
}
