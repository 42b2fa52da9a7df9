import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { NodeHttpHandler } from '@smithy/node-http-handler'

/** Redshift's own CPU as CloudWatch has it, in percent; 0 until there is a value. */
export interface CpuWatch {
  /** The newest value. */
  readonly percent: () => number
  /** Of all values that are of the time since the watch began alone; the newest while there is none. */
  readonly mean: () => number
  /** Looks once more, without what is of the time after, then no more. */
  readonly stop: () => Promise<void>
}

const EVERY_MS = 1000
const REQUEST_MS = 2000

/**
 * Watches `AWS/Redshift CPUUtilization` of a cluster from `sinceMs` on; `periodSeconds` is how often there is a value:
 * on AWS once a minute.
 */
export function watchRedshiftCpu(
  clusterIdentifier: string,
  sinceMs: number,
  periodSeconds: number,
): CpuWatch {
  const client = new CloudWatchClient({ requestHandler: new NodeHttpHandler({ requestTimeout: REQUEST_MS }) })
  const periodMs = periodSeconds * 1000
  const StartTime = new Date(sinceMs)
  const firstWhole = Math.ceil(sinceMs / periodMs) * periodMs
  let [newest, mean] = [0, 0]
  const look = async (untilMs: number) => {
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime,
        EndTime: new Date(untilMs),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: ['Sum', 'SampleCount'].map((Stat) => ({
          Id: Stat.toLowerCase(),
          MetricStat: { Metric: metricOf(clusterIdentifier), Period: periodSeconds, Stat },
        })),
      }),
    )
    const [sums = [], counts = []] = MetricDataResults.map((it) => it.Values ?? [])
    if (sums.length === 0) return
    newest = sums[0]! / counts[0]!
    // newest first, so that the period in which it began is the last
    const whole = (MetricDataResults[0]?.Timestamps ?? []).filter((it) => it.getTime() >= firstWhole).length
    mean = whole > 0 ? total(sums.slice(0, whole)) / total(counts.slice(0, whole)) : newest
  }
  const timer = setInterval(() => {
    if (Date.now() > sinceMs) void look(Date.now()).catch(() => undefined)
  }, EVERY_MS)
  return {
    percent: () => newest,
    mean: () => mean,
    async stop() {
      clearInterval(timer)
      // the period that goes on now has idle time in it
      const endMs = Math.floor(Date.now() / periodMs) * periodMs
      if (endMs > firstWhole) await look(endMs).catch(() => undefined)
      client.destroy()
    },
  }
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, it) => sum + it, 0)

const metricOf = (clusterIdentifier: string) => ({
  Namespace: 'AWS/Redshift',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'ClusterIdentifier', Value: clusterIdentifier }],
})
