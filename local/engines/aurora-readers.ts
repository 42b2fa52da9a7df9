import { setTimeout as sleep } from 'node:timers/promises'
import { copyFrom, type Member } from './aurora-member.ts'
import { type ClusterState, isStale, setStale } from './aurora-state.ts'

const FOLLOW_MS = 20_000
const PAUSE_MS = 500

/** Brings readers back into step with the writer. */
export interface Rejoining {
  /** One attempt; rejects where the reader is not in step after it. */
  once(reader: Member): Promise<void>
  /** Tries until commits wait for the reader again, or the writer is replaced; safe to call again. */
  begin(reader: Member): Promise<void>
  /** Resolves when nothing is under way any more. */
  done(): Promise<unknown>
}

export function rejoining(cluster: ClusterState): Rejoining {
  const underWay = new Map<Member, Promise<void>>()
  const may = (reader: Member) => cluster.alive && !cluster.takingOver && reader !== cluster.writer
  async function untilInStep(reader: Member) {
    while (may(reader)) {
      const error = await rejoin(cluster, reader).then(() => null, String)
      if (error === null || !may(reader)) return
      cluster.say('reader does not follow', { member: reader.id, error })
      await sleep(PAUSE_MS)
    }
  }
  return {
    once: (reader) => rejoin(cluster, reader),
    begin(reader) {
      const attempt = underWay.get(reader) ?? untilInStep(reader).finally(() => underWay.delete(reader))
      underWay.set(reader, attempt)
      return attempt
    },
    done: () => Promise.all(underWay.values()),
  }
}

async function rejoin(cluster: ClusterState, reader: Member): Promise<void> {
  const { writer, sync } = cluster
  if (sync.holders().includes(reader)) return
  if (isStale(cluster, reader)) await reader.server.stop()
  if (!cluster.alive) return
  const why = await reader.server.start().then(() => null, String)
  if (why === null && (await sync.join(writer, reader, FOLLOW_MS))) return
  if (!cluster.alive || cluster.takingOver) return
  if (why === null && reader.server.state() !== 'available') throw new Error('it died before it was in step')
  // the writer may no longer have what the reader missed: a copy always can follow
  if (writer.server.state() === 'available') setStale(cluster, reader, true)
  throw new Error(why ?? `it was not in step within ${FOLLOW_MS / 1000} s`)
}

/** Replaces a member's files by a copy of the writer's where they cannot follow it; done before the member starts. */
export async function renewIfStale(cluster: ClusterState, member: Member): Promise<void> {
  const { writer } = cluster
  if (member === writer || !isStale(cluster, member)) return
  await copyFrom(writer, member)
  member.follow(writer)
  setStale(cluster, member, false)
  cluster.say('reader copied from writer', { member: member.id, writer: writer.id })
}
