import { setTimeout as sleep } from 'node:timers/promises'
import { scaled } from '../../model/names.ts'
import { isDiskError } from '../disk-error.ts'
import { type Member, promote } from './aurora-member.ts'
import type { ClusterRecord } from './aurora-record.ts'
import { type ClusterState, readersOf } from './aurora-state.ts'

const PAUSE_MS = 500

/**
 * What Aurora does when its writer is gone: a reader that holds every commit becomes the writer, and the endpoint
 * moves after the seconds that AWS takes; without such a reader the writer is started again where it is.
 */
export async function replaceWriter(cluster: ClusterState): Promise<void> {
  const since = Date.now()
  const [old, heir] = [cluster.writer, heirOf(cluster)]
  cluster.sync.clear()
  if (!heir) return restart(old)
  cluster.say('failover started', { from: old.id, to: heir.id })
  // on disk before the first write that the old writer's files will never have
  const stale = cluster.record.read()?.stale ?? []
  await recorded(cluster, { writer: heir.id, stale: [...stale, old.id] })
  cluster.writer = heir
  await open(cluster, heir)
  await until(cluster, since + scaled(cluster.it.failoverSeconds, cluster.timeScale) * 1000)
  await open(cluster, heir)
  if (!cluster.alive) return
  for (const reader of readersOf(cluster)) if (reader !== old) reader.follow(heir)
  cluster.facing = heir
  cluster.moved('writer')
  cluster.say('failover completed', { writer: heir.id, seconds: (Date.now() - since) / 1000 })
}

/** What a reboot without failover does: the writer is down for a moment and comes back as the writer. */
export async function rebootWriter(cluster: ClusterState): Promise<void> {
  const { writer } = cluster
  cluster.sync.clear()
  await writer.server.stop()
  if (!cluster.alive) return
  writer.waitFor([])
  await writer.server.start().catch(writer.server.revive)
  cluster.say('writer rebooted', { member: writer.id })
}

/** On a full disk nobody is promoted: after a crash the old writer would be taken for the one that has the data. */
async function recorded(cluster: ClusterState, record: ClusterRecord): Promise<void> {
  for (let said = false; cluster.alive; said = true) {
    try {
      return cluster.record.save(record)
    } catch (error) {
      if (!isDiskError(error)) throw error
      if (!said) cluster.say('failover waits for disk space', { why: String(error) })
      await sleep(PAUSE_MS)
    }
  }
}

/** Waits for a moment, or for the end of the cluster. */
async function until(cluster: ClusterState, moment: number): Promise<void> {
  while (cluster.alive && Date.now() < moment) await sleep(Math.min(PAUSE_MS, moment - Date.now()))
}

const heirOf = (cluster: ClusterState): Member | undefined =>
  cluster.sync.holders().find((reader) => reader.server.state() === 'available')

async function restart(writer: Member): Promise<void> {
  writer.waitFor([])
  await writer.server.revive()
}

/** Makes a reader take writes, however often it dies meanwhile. */
async function open(cluster: ClusterState, heir: Member): Promise<void> {
  while (cluster.alive) {
    const error = await heir.server
      .start()
      .then(() => promote(heir))
      .then(() => null, String)
    if (error === null) return
    cluster.say('reader not promoted', { member: heir.id, error })
    // one that hangs is ended, and starts again
    await heir.server.kill()
    await sleep(PAUSE_MS)
  }
}
