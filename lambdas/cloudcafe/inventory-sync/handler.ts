import { once } from 'node:events'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import { stockCounters } from '../../../lib/cloudcafe/stock-counters.ts'
import { readEnv } from '../../../lib/env.ts'
import { logger } from '../../../lib/log.ts'
import { metrics } from '../../../lib/metrics.ts'
import { memory as memorydb } from '../../../lib/stores/valkey.ts'
import { stockChanges } from './changes.ts'

const env = readEnv()
const log = logger(env)
const own = metrics({ Workload: env.workloadId })
const memory = memorydb(env.of('MEMORYDB_URL'), log)
const counters = stockCounters(memory)
const CONNECT_MS = 5000

/** Brings changes of stock from the table's stream into the counters; a batch that fails comes again whole. */
export async function handler(event: DynamoDBStreamEvent): Promise<void> {
  const counts = stockChanges(event)
  if (counts.length === 0) return
  if (memory.status !== 'ready') await once(memory, 'ready', { signal: AbortSignal.timeout(CONNECT_MS) })
  await counters.write(counts)
  own.put('CloudCafe/Inventory', 'CountersSynced', counts.length, 'Count')
  own.flush()
}
