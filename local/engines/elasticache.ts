import { join } from 'node:path'
import { dimensionValue } from '../../model/dimensions.ts'
import type { ElastiCache } from '../../model/kinds.ts'
import type { Context, RebootableEngine } from '../types.ts'
import { place } from './ports.ts'
import { singleEngine } from './single.ts'
import { valkey } from './valkey.ts'
import { valkeyMetrics } from './valkey-metrics.ts'

/** An ElastiCache node: Valkey that evicts by the model's policy and keeps nothing on disk. */
export function elasticache(id: string, it: ElastiCache, ctx: Context): RebootableEngine {
  const at = place(id)
  const node = valkey(ctx, {
    name: id,
    part: id,
    data: join(ctx.state, id),
    place: at,
    settings: () => ({
      maxmemory: `${it.maxMemoryMiB}mb`,
      'maxmemory-policy': it.evictionPolicy,
      save: '',
      appendonly: 'no',
    }),
  })
  const measure = valkeyMetrics(ctx, node, {
    namespace: 'AWS/ElastiCache',
    dimensions: { CacheClusterId: dimensionValue(ctx.system, 'CacheClusterId', { of: id }) },
    nodeType: it.nodeType,
    hits: 'CacheHits',
    misses: 'CacheMisses',
  })
  const engine = singleEngine({
    id,
    place: at,
    server: node.server,
    answers: node.ping,
    measure,
    close: node.close,
  })
  return {
    ...engine,
    async reboot() {
      ctx.say({ part: id, what: 'rebooted' })
      await node.server.stop()
      await node.server.start()
    },
  }
}
