import type { ElastiCache } from '../../model/kinds.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html */
export function elasticache(id: string, _it: ElastiCache): Panel {
  const of = metricsOf('AWS/ElastiCache', { CacheClusterId: { of: id } })
  return {
    service: 'ElastiCache',
    figures: [
      { label: 'hits', unit: 'a second', metrics: [of('CacheHits', 'Sum')] },
      { label: 'misses', unit: 'a second', metrics: [of('CacheMisses', 'Sum')] },
      { label: 'memory', unit: 'percent', metrics: [of('DatabaseMemoryUsagePercentage', 'Average')] },
    ],
  }
}
