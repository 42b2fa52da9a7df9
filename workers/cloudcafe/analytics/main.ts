import { serve } from '../../../lib/serve.ts'
import { setAside } from '../../../lib/set-aside.ts'
import { dynamodb, kinesis, sqs } from '../../../lib/stores/aws.ts'
import { redshift } from '../../../lib/stores/redshift.ts'
import { stressEntry } from '../../../lib/stress/cpu-scenario.ts'
import { stress } from '../../../lib/stress/stress.ts'
import { scaled } from '../../../model/names.ts'
import { flows } from '../../../model/systems/cloudcafe/flows.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { workloads } from '../../../model/systems/cloudcafe/workloads.ts'
import { kinesisConsumer } from './consumer/consumer.ts'
import { leaseTable } from './consumer/leases.ts'
import { kinesisStream } from './consumer/shard.ts'
import { loader } from './loader.ts'
import { watchRedshiftCpu } from './redshift-cpu.ts'
import { stormScenario } from './storm-scenario.ts'

await serve(cloudcafe, (place, register) => {
  const { env, log, metrics } = place
  const { batchSize, windowSeconds, retries } = flows['facts-in']
  const windowMs = Math.round(scaled(windowSeconds, env.timeScale) * 1000)
  const [db, stream, queues, warehouse] = [dynamodb(), kinesis(), sqs(), redshift(env)]
  const where = { ClusterIdentifier: env.of('REDSHIFT_CLUSTER'), Database: env.of('REDSHIFT_DATABASE') }
  const loading = loader({
    warehouse,
    windowMs,
    retries,
    log,
    loaded: (windows) => metrics.put('CloudCafe/Analytics', 'WindowsLoaded', windows, 'Count'),
  })
  register({
    close: async () => {
      for (const it of [db, stream, queues, warehouse]) 'close' in it ? it.close() : it.destroy()
    },
  })
  register(loading)
  register(
    kinesisConsumer({
      streamName: env.of('ANALYTICS_EVENTS_STREAM'),
      stream: kinesisStream(stream, env.of('ANALYTICS_EVENTS_STREAM')),
      leases: leaseTable(db, env.of('ANALYTICS_LEASES_TABLE')),
      owner: env.copyId,
      batchSize,
      windowMs,
      onWindow: loading.load,
      setAside: setAside(queues, env.of('FACTS_DLQ_QUEUE_URL'), 'facts-in', log),
      log,
    }),
  )
  const rows = workloads.analytics.stress.resultRows
  // AWS publishes each minute; where time is scaled it is each second
  const cpuPeriod = env.timeScale === 1 ? 60 : 1
  const watchCpu = (sinceMs: number) => watchRedshiftCpu(where.ClusterIdentifier, sinceMs, cpuPeriod)
  register(
    stress(place, stormScenario({ entry: stressEntry(import.meta.url), where, warehouse, rows, watchCpu })),
  )
  return () => {}
})
