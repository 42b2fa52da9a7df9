import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Aurora } from '../../model/kinds.ts'
import { auroraInstanceId } from '../../model/names.ts'
import type { AuroraEngine, AuroraMember, Context } from '../types.ts'
import { auroraCluster, readerAddress, writerAddress } from './aurora-cluster.ts'
import { auroraMember, type Member } from './aurora-member.ts'
import { auroraMetrics } from './aurora-metrics.ts'
import { renewIfStale } from './aurora-readers.ts'
import { type ClusterState, clusterState } from './aurora-state.ts'
import { layOut, passwordOf } from './postgres.ts'
import { processOf, reasonOf } from './single.ts'
import { everySecond } from './ticker.ts'

/** An Aurora cluster: a PostgreSQL writer and synchronous readers, one to a zone, behind two endpoints. */
export function aurora(id: string, it: Aurora, ctx: Context): AuroraEngine {
  let password = ''
  const members = Array.from({ length: 1 + it.readers }, (_, index) =>
    auroraMember(ctx, {
      id: auroraInstanceId(ctx.system, id, index + 1),
      cluster: id,
      zone: ctx.system.zones[index % ctx.system.zones.length]!,
      maxConnections: it.maxConnections,
      password: () => password,
      prepare: (member) => renewIfStale(cluster, member),
      died: (member) => run.memberDied(member),
    }),
  ) as [Member, ...Member[]]
  const cluster = clusterState(ctx, id, it, members)
  const run = auroraCluster(cluster)
  const ticker = everySecond(measures(ctx, id, cluster, run.review))
  let started: Promise<void> | null = null
  async function begin() {
    await mkdir(join(ctx.state, id), { recursive: true })
    for (const member of members) await member.place.take()
    if (!cluster.record.read()) await layOutCluster(ctx, cluster)
    password = await passwordOf(members[0].data)
    await run.start()
    ticker.start()
  }
  async function stop() {
    started = null
    await ticker.stop()
    await run.stop()
  }
  async function stopAfter(error: unknown): Promise<never> {
    await stop()
    throw error
  }
  return {
    id,
    start() {
      started ??= begin().catch(stopAfter)
      return started
    },
    stop,
    failover: run.failover,
    reboot: run.reboot,
    onMove: cluster.onMove,
    health: async () =>
      cluster.takingOver ? 'a failover is under way' : reasonOf(cluster.writer.probe.query('select 1')),
    endpoint: (role = 'writer') => (role === 'reader' ? readerAddress(cluster) : writerAddress(cluster)),
    members: () => members.map((member) => shown(cluster, member)),
    processes: () => members.flatMap((member) => processOf(member.server)),
  }
}

/** Fills the first member's folder; the others are copied from it once it runs. */
async function layOutCluster(ctx: Context, cluster: ClusterState): Promise<void> {
  const [first, ...others] = cluster.members
  await layOut(ctx.root, first.data)
  cluster.record.save({ writer: first.id, stale: others.map((member) => member.id) })
}

function measures(ctx: Context, id: string, cluster: ClusterState, review: () => Promise<void>) {
  const meters = cluster.members.map((member) => ({
    member,
    publish: auroraMetrics(ctx, id, cluster.it, member),
  }))
  return async () => {
    const running = meters.filter(({ member }) => member.server.state() === 'available')
    const turns = running.map(({ member, publish }) => publish(roleOf(cluster, member)))
    await Promise.allSettled([review(), ...turns])
  }
}

const roleOf = (cluster: ClusterState, member: Member): 'writer' | 'reader' =>
  member === cluster.writer ? 'writer' : 'reader'

/** A reader is available when it could take over: it runs and holds every commit. */
function shown(cluster: ClusterState, member: Member): AuroraMember {
  const role = roleOf(cluster, member)
  const state = member.server.state()
  const serves = state === 'available' && (role === 'writer' || cluster.sync.holders().includes(member))
  return {
    ...{ id: member.id, role, zone: member.zone, pid: member.server.pid() },
    state: serves ? 'available' : state === 'failed' ? 'failed' : 'starting',
  }
}
