import type { Address } from '../types.ts'
import { type Member, promote } from './aurora-member.ts'
import { type Rejoining, rejoining } from './aurora-readers.ts'
import { ensureReplicaStatus } from './aurora-replica-status.ts'
import { type ClusterState, isStale, readersOf } from './aurora-state.ts'
import { rebootWriter, replaceWriter } from './aurora-takeover.ts'
import { ensureDatabase } from './postgres.ts'

/** Runs a cluster: who writes, who follows, and what happens when one of them dies. */
export interface Cluster {
  start(): Promise<void>
  stop(): Promise<void>
  memberDied(member: Member): void
  /** Finds readers that live but no longer follow; called about once a second. */
  review(): Promise<void>
  failover(): Promise<void>
  reboot(member: string): Promise<void>
}

export function auroraCluster(cluster: ClusterState): Cluster {
  const back = rejoining(cluster)
  const rejoinAll = () => {
    for (const reader of readersOf(cluster)) void back.begin(reader)
  }

  async function stop() {
    cluster.alive = false
    await Promise.all(cluster.members.map((member) => member.probe.close()))
    // the writer first: it hands its last records to the readers as it goes
    await cluster.writer.server.stop()
    await Promise.all(readersOf(cluster).map((member) => member.server.stop()))
    await cluster.takingOver
    await back.done()
    cluster.sync.clear()
  }

  function whileReplacing(work: (cluster: ClusterState) => Promise<void>): Promise<void> {
    cluster.takingOver ??= work(cluster)
      .catch((error) => cluster.say('writer not replaced', { error: String(error) }))
      .finally(() => {
        cluster.takingOver = null
        if (cluster.alive && cluster.writer.server.state() === 'failed') void whileReplacing(replaceWriter)
        else rejoinAll()
      })
    return cluster.takingOver
  }
  function memberDied(member: Member) {
    if (member === cluster.writer) return void whileReplacing(replaceWriter)
    cluster.sync.leave(cluster.writer, member)
    cluster.moved('reader')
    void back.begin(member)
  }
  async function review() {
    if (cluster.takingOver || cluster.writer.server.state() !== 'available') return
    const { writer } = cluster
    const lost = await cluster.sync.review(writer)
    for (const reader of lost) {
      cluster.say('reader lost', { member: reader.id })
      void back.begin(reader)
    }
  }
  async function failover() {
    if (!cluster.takingOver) {
      if (cluster.sync.holders().length === 0)
        throw new Error(`wait until a reader is in step with ${cluster.writer.id}: none holds every commit`)
      await cluster.writer.server.kill()
    }
    await cluster.takingOver
  }
  async function reboot(id: string) {
    const member = cluster.members.find((it) => it.id === id)
    if (!member)
      throw new Error(`no instance '${id}': known are ${cluster.members.map((it) => it.id).join(', ')}`)
    if (member === cluster.writer) return whileReplacing(rebootWriter)
    cluster.sync.leave(cluster.writer, member)
    cluster.moved('reader')
    await member.server.stop()
    await back.begin(member)
  }

  const start = () => startAll(cluster, back).then(rejoinAll)
  return { start, stop, memberDied, review, failover, reboot }
}

/** Starts all members at once; a reader that does not make it at the first attempt is left to come back later. */
async function startAll(cluster: ClusterState, back: Rejoining): Promise<void> {
  cluster.alive = true
  cluster.writer = cluster.members.find((it) => it.id === cluster.record.read()?.writer) ?? cluster.members[0]
  cluster.facing = cluster.writer
  cluster.writer.waitFor([])
  const readers = readersOf(cluster)
  const followers = readers.filter((reader) => !isStale(cluster, reader))
  for (const reader of followers) reader.follow(cluster.writer)
  const warm = Promise.allSettled(followers.map((reader) => reader.server.start()))
  await cluster.writer.server.start()
  await promote(cluster.writer)
  await ensureDatabase(cluster.writer.login(), cluster.it.database)
  await ensureReplicaStatus(cluster.writer.login(), cluster.it.database)
  await warm
  await Promise.allSettled(readers.map(back.once))
}

/** Where the writer endpoint leads. */
export const writerAddress = (cluster: ClusterState): Address => cluster.facing.place.address()

/** Where the reader endpoint leads: to the writer while there is no reader, as on AWS. */
export const readerAddress = (cluster: ClusterState): Address =>
  (readersOf(cluster).find((it) => it.server.state() === 'available') ?? cluster.writer).place.address()
