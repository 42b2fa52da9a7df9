import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { NodeHttpHandler } from '@smithy/node-http-handler'

/** Redshift's own CPU, as CloudWatch has it last, in percent. */
export interface CpuWatch {
  readonly percent: () => number
  readonly stop: () => void
}

const EVERY_MS = 2000
const PERIOD_SECONDS = 10
/** On AWS the metric comes once a minute. */
const LOOK_BACK_MS = 180_000

/** Watches `AWS/Redshift CPUUtilization` of a cluster until it is stopped. */
export function watchRedshiftCpu(clusterIdentifier: string): CpuWatch {
  const client = new CloudWatchClient({ requestHandler: new NodeHttpHandler({ requestTimeout: EVERY_MS }) })
  let percent = 0
  const look = async () => {
    const answer = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(Date.now() - LOOK_BACK_MS),
        EndTime: new Date(),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: [{ Id: 'cpu', MetricStat: metricOf(clusterIdentifier) }],
      }),
    )
    percent = answer.MetricDataResults?.[0]?.Values?.[0] ?? percent
  }
  const timer = setInterval(() => void look().catch(() => undefined), EVERY_MS)
  return {
    percent: () => percent,
    stop() {
      clearInterval(timer)
      client.destroy()
    },
  }
}

const metricOf = (clusterIdentifier: string) => ({
  Metric: {
    Namespace: 'AWS/Redshift',
    MetricName: 'CPUUtilization',
    Dimensions: [{ Name: 'ClusterIdentifier', Value: clusterIdentifier }],
  },
  Period: PERIOD_SECONDS,
  Stat: 'Average',
})
