import type { MetricSink } from '../../types.ts'
import type { WorkloadManager } from './wlm.ts'

const NAMESPACE = 'AWS/Redshift'
const EVERY_MS = 1_000

/** A cluster's query metrics. https://docs.aws.amazon.com/redshift/latest/mgmt/metrics-listing.html */
export function queryMetrics(metrics: MetricSink, ClusterIdentifier: string) {
  const dimensions = { ClusterIdentifier }
  let completed = 0
  return {
    /** `ms` is how long the query ran, without its wait in the queue. */
    completed(ms: number) {
      completed += 1
      metrics.put(NAMESPACE, 'QueryDuration', dimensions, ms * 1000, 'Microseconds')
    },
    start(wlm: WorkloadManager): () => void {
      const timer = setInterval(() => {
        metrics.put(
          NAMESPACE,
          'QueriesCompletedPerSecond',
          dimensions,
          completed / (EVERY_MS / 1000),
          'Count/Second',
        )
        metrics.put(NAMESPACE, 'WLMQueueLength', dimensions, wlm.waiting(), 'Count')
        completed = 0
      }, EVERY_MS)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}
