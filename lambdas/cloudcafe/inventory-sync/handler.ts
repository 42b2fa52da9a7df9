import { once } from 'node:events'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import { stockCounters } from '../../../lib/cloudcafe/stock-counters.ts'
import { readEnv } from '../../../lib/env.ts'
import { logger } from '../../../lib/log.ts'
import { metrics } from '../../../lib/metrics.ts'
import { setAside } from '../../../lib/set-aside.ts'
import { sqs } from '../../../lib/stores/aws.ts'
import { memory as memorydb } from '../../../lib/stores/valkey.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import type { StockCount } from '../../../model/systems/cloudcafe/messages.ts'
import { stockChanges } from './changes.ts'

const env = readEnv(cloudcafe)
const log = logger(env)
const own = metrics({ Workload: env.workloadId })
const memory = memorydb(env.of('MEMORYDB_URL'), log)
const counters = stockCounters(memory)
const aside = setAside(sqs(), env.of('STOCK_CHANGES_DLQ_QUEUE_URL'), 'stock-changes', log)
const CONNECT_MS = 5000

/**
 * Brings changes of stock from the table's stream into the counters. What cannot be read is set aside; a batch whose
 * counters cannot be written comes again whole.
 */
export async function handler(event: DynamoDBStreamEvent): Promise<void> {
  const { counts, unreadable } = stockChanges(event)
  if (counts.length > 0) await write(counts)
  await aside(
    unreadable.map(({ record, why }) => ({
      source: record.eventSourceARN ?? '',
      sequenceNumber: record.dynamodb?.SequenceNumber ?? '',
      why,
      data: JSON.stringify(record.dynamodb?.NewImage),
    })),
  )
}

async function write(counts: readonly StockCount[]): Promise<void> {
  if (memory.status !== 'ready') await once(memory, 'ready', { signal: AbortSignal.timeout(CONNECT_MS) })
  await counters.write(counts)
  own.put('CloudCafe/Inventory', 'CountersSynced', counts.length, 'Count')
  own.flush()
}
