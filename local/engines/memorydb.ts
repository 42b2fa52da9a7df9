import { join } from 'node:path'
import { dimensionValue } from '../../model/dimensions.ts'
import type { MemoryDb } from '../../model/kinds.ts'
import { memoryDbNodeName } from '../../model/names.ts'
import type { Context, RebootableEngine } from '../types.ts'
import { type EnginePort, place } from './ports.ts'
import { processOf, reasonOf } from './single.ts'
import { everySecond } from './ticker.ts'
import { type Valkey, valkey } from './valkey.ts'
import { valkeyMetrics } from './valkey-metrics.ts'

/**
 * A MemoryDB shard: Valkey whose every write is on disk before it is answered, and its replicas. A primary that died
 * comes back with all it acknowledged; promoting a replica instead could lose the last writes, which AWS does not.
 */
export function memorydb(id: string, it: MemoryDb, ctx: Context): RebootableEngine {
  if (it.shards !== 1) throw new Error(`${id}: one shard is what runs here, the model has ${it.shards}`)
  const primary = nodeOf(ctx, id, 0)
  const replicas = Array.from({ length: it.replicas }, (_, index) => nodeOf(ctx, id, index + 1, primary))
  const nodes = [primary, ...replicas]
  const ClusterName = dimensionValue(ctx.system, 'ClusterName', { of: id })
  const measures = nodes.map((node, index) =>
    valkeyMetrics(ctx, node, {
      namespace: 'AWS/MemoryDB',
      dimensions: { ClusterName, NodeName: memoryDbNodeName(ctx.system, id, index + 1) },
      nodeType: it.nodeType,
      hits: 'KeyspaceHits',
      misses: 'KeyspaceMisses',
    }),
  )
  const ticker = everySecond(
    async () => void (await Promise.allSettled(measures.map((measure) => measure()))),
  )
  const starts = () => Promise.all(nodes.map((node) => node.server.start()))
  return {
    id,
    async start() {
      for (const node of nodes) await node.place.take()
      await starts()
      ticker.start()
    },
    async stop() {
      await ticker.stop()
      await Promise.all(nodes.map((node) => node.close()))
      await Promise.all(nodes.map((node) => node.server.stop()))
    },
    async reboot() {
      ctx.say({ part: id, what: 'rebooted' })
      await primary.server.stop()
      await primary.server.start()
    },
    health: () => reasonOf(primary.ping()),
    endpoint: (role) => ((role === 'reader' && replicas.find(isUp)) || primary).place.address(),
    processes: () => nodes.flatMap((node) => processOf(node.server)),
  }
}

const isUp = (node: Node) => node.server.state() === 'available'

interface Node extends Valkey {
  readonly place: EnginePort
}

function nodeOf(ctx: Context, id: string, index: number, primary?: Node): Node {
  const number = String(index + 1).padStart(4, '0')
  const name = `${id}-${number}`
  const at = place(name)
  const following = (leader: Node) => {
    const { host, port } = leader.place.address()
    return { appendfsync: 'everysec', replicaof: [host, String(port)] }
  }
  const node = valkey(ctx, {
    name,
    part: id,
    data: join(ctx.state, id, number),
    place: at,
    settings: () => ({
      save: '',
      appendonly: 'yes',
      // a replica that comes back is served at once, not held for others to join it
      'repl-diskless-sync-delay': 0,
      ...(primary ? following(primary) : { appendfsync: 'always' }),
    }),
  })
  return { ...node, place: at }
}
