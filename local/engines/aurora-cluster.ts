import type { Address } from '../types.ts'
import { type Member, promote } from './aurora-member.ts'
import { rejoining } from './aurora-readers.ts'
import { type ClusterState, isStale, readersOf } from './aurora-state.ts'
import { replaceWriter } from './aurora-takeover.ts'
import { ensureDatabase } from './postgres.ts'

/** Runs a cluster: who writes, who follows, and what happens when one of them dies. */
export interface Cluster {
  start(): Promise<void>
  stop(): Promise<void>
  memberDied(member: Member): void
  /** Finds readers that have stopped following though they live; called about once a second. */
  review(): Promise<void>
  failover(): Promise<void>
}

export function auroraCluster(cluster: ClusterState): Cluster {
  const back = rejoining(cluster)
  const rejoinAll = () => {
    for (const reader of readersOf(cluster)) back.begin(reader)
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

  function takeOver() {
    cluster.takingOver ??= replaceWriter(cluster).finally(() => {
      cluster.takingOver = null
      if (cluster.alive && cluster.writer.server.state() === 'failed') takeOver()
      else rejoinAll()
    })
  }

  return {
    stop,
    start: () => start(cluster).then(rejoinAll),
    memberDied(member) {
      if (member === cluster.writer) return takeOver()
      cluster.sync.leave(cluster.writer, member)
      cluster.moved('reader')
      back.begin(member)
    },
    async review() {
      if (cluster.takingOver || cluster.writer.server.state() !== 'available') return
      for (const reader of await cluster.sync.review(cluster.writer)) {
        cluster.say('reader lost', { member: reader.id })
        back.begin(reader)
      }
    },
    async failover() {
      if (!cluster.takingOver && cluster.sync.holders().length === 0)
        throw new Error(
          `no reader holds every commit: wait until one is back in step with ${cluster.writer.id}`,
        )
      if (!cluster.takingOver) await cluster.writer.server.kill()
      await cluster.takingOver
    },
  }

  /** Starts all members at once; a reader that does not make it at the first attempt is left to come back later. */
  async function start(cluster: ClusterState) {
    cluster.alive = true
    cluster.writer =
      cluster.members.find((it) => it.id === cluster.record.read()?.writer) ?? cluster.members[0]
    cluster.facing = cluster.writer
    cluster.writer.waitFor([])
    const readers = readersOf(cluster)
    const followers = readers.filter((reader) => !isStale(cluster, reader))
    for (const reader of followers) reader.follow(cluster.writer)
    const warm = followers.map((reader) => reader.server.start())
    await cluster.writer.server.start()
    await promote(cluster.writer)
    await ensureDatabase(cluster.writer.login(), cluster.it.database)
    await Promise.allSettled(warm)
    await Promise.allSettled(readers.map(back.once))
  }
}

/** Where the writer endpoint leads. */
export const writerAddress = (cluster: ClusterState): Address => cluster.facing.place.address()

/** Where the reader endpoint leads: to the writer while there is no reader, as on AWS. */
export const readerAddress = (cluster: ClusterState): Address =>
  (readersOf(cluster).find((it) => it.server.state() === 'available') ?? cluster.writer).place.address()
