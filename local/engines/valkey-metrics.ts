import type { Context } from '../types.ts'
import { cpuMeter } from './cpu.ts'
import type { Valkey } from './valkey.ts'

/** How the two services that are Valkey name what they both measure. */
export interface ValkeyNames {
  readonly namespace: 'AWS/ElastiCache' | 'AWS/MemoryDB'
  readonly dimensions: Readonly<Record<string, string>>
  readonly nodeType: string
  readonly hits: string
  readonly misses: string
}

/**
 * Publishes a node's metrics at each call: counters as what was added since the last call.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
 */
export function valkeyMetrics(ctx: Context, node: Valkey, names: ValkeyNames): () => Promise<void> {
  const cpu = cpuMeter(names.nodeType)
  const since = counters()
  return async () => {
    const put = (name: string, value: number, unit: string) =>
      ctx.metrics.put(names.namespace, name, { ...names.dimensions }, value, unit)
    const percent = cpu(node.server.pid())
    if (percent !== null) put('CPUUtilization', percent, 'Percent')
    const info = await node.info()
    put(names.hits, since('hits', info.keyspace_hits), 'Count')
    put(names.misses, since('misses', info.keyspace_misses), 'Count')
    put('Evictions', since('evictions', info.evicted_keys), 'Count')
    // our own session is not a client's
    put('CurrConnections', (info.connected_clients ?? 1) - 1, 'Count')
    put('CurrItems', Number(await node.command('DBSIZE')), 'Count')
    const limit = info.maxmemory || info.total_system_memory
    if (limit) put('DatabaseMemoryUsagePercentage', (100 * (info.used_memory ?? 0)) / limit, 'Percent')
  }
}

/** What a counter has gained since the last call; a restart begins it at 0 again. */
function counters() {
  const last = new Map<string, number>()
  return (name: string, now = 0): number => {
    const before = last.get(name) ?? 0
    last.set(name, now)
    return now >= before ? now - before : now
  }
}
