import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'
import { LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { functionName, scaled } from '../../model/names.ts'
import { platform } from '../../model/platform.ts'
import { type AvalancheCount, avalanche } from './avalanche.ts'
import type { AvalancheOptions } from './avalanche-options.ts'
import { type AvalancheResult, avalancheResult } from './avalanche-result.ts'

const EVERY_MS = 2000
const METRIC_LATE_MS = 2000

/** Plays the cold start avalanche on the Lambda API: environments made anew, a burst, and the figures of its REPORT lines. */
export async function runAvalanche(it: AvalancheOptions): Promise<AvalancheResult> {
  const { region } = it.system
  const config = { region, credentials: platform.credentials, endpoint: it.endpoint, maxAttempts: 1 }
  // more than may run at once, so that the rest is refused by the function and not held back here
  const maxSockets = 2 * it.workload.reservedConcurrency + 100
  const requestHandler = new NodeHttpHandler({
    httpAgent: { maxSockets },
    socketAcquisitionWarningTimeout: 600_000,
  })
  const client = new LambdaClient({ ...config, requestHandler })
  const watch = new CloudWatchClient(config)
  const name = functionName(it.system, it.id)
  const offered = Math.max(1, Math.round(scaled(it.stress.size, it.timeScale)))
  const limitMs = (it.seconds ?? scaled(it.stress.seconds, it.timeScale)) * 1000
  const count: AvalancheCount = { throttles: 0, answers: [] }
  try {
    // AWS makes new environments after any change of the configuration
    await client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: name, Description: it.workload.title }),
    )
    const began = Date.now()
    const elapsed = () => (Date.now() - began) / 1000
    const telling = setInterval(() => it.tell(count, elapsed(), offered), EVERY_MS)
    const broken = new AbortController()
    const signal = AbortSignal.any([it.signal, broken.signal, AbortSignal.timeout(limitMs)])
    const parts = { client, functionName: name, token: it.token, invocations: offered, signal, count }
    await avalanche(parts)
      .catch((error: unknown) => {
        broken.abort()
        throw error
      })
      .finally(() => clearInterval(telling))
    const seconds = elapsed()
    const peak = await peakConcurrency(watch, name, began)
    return avalancheResult(it, { offered, count, seconds, peak, stopped: it.signal.aborted })
  } finally {
    client.destroy()
    watch.destroy()
  }
}

/** Most executions at once since then, initialising ones included, as `ConcurrentExecutions` counts them. */
async function peakConcurrency(watch: CloudWatchClient, name: string, sinceMs: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, METRIC_LATE_MS))
  const { Datapoints = [] } = await watch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Lambda',
      MetricName: 'ConcurrentExecutions',
      Dimensions: [{ Name: 'FunctionName', Value: name }],
      StartTime: new Date(sinceMs),
      EndTime: new Date(Date.now() + METRIC_LATE_MS),
      Period: 60,
      Statistics: ['Maximum'],
    }),
  )
  return Math.max(0, ...Datapoints.map((it) => it.Maximum ?? 0))
}
