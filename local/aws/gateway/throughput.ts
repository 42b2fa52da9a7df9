import type { AwsResponse } from '../../types.ts'
import { type Call, type Input, outputOf } from './call.ts'
import { consumedUnits } from './capacity.ts'
import { errorResponse } from './errors.ts'
import { resourcesOf } from './resource.ts'

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems'])
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'])
const CHANGES = new Set(['CreateTable', 'UpdateTable'])

/** What DynamoDB tells of a table, as far as its maximum throughput goes. */
export interface TableShape {
  readonly TableName: string
  readonly OnDemandThroughput?: {
    readonly MaxReadRequestUnits?: number
    readonly MaxWriteRequestUnits?: number
  }
}

/** Units that are left of a second's worth; what a call has used is known after it, so that they may be overdrawn. */
interface Bucket {
  readonly perSecond: number
  left: number
  at: number
}

/**
 * The maximum throughput that a table which is billed by request may be given: MiniStack keeps it, and this holds
 * callers to it. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html
 */
export function throughput(now: () => number = Date.now) {
  const reads = new Map<string, Bucket>()
  const writes = new Map<string, Bucket>()

  function limit(buckets: Map<string, Bucket>, table: string, perSecond: number | undefined) {
    if (perSecond === undefined || perSecond < 0) return void buckets.delete(table)
    if (buckets.get(table)?.perSecond !== perSecond)
      buckets.set(table, { perSecond, left: perSecond, at: now() })
  }
  function learn({ TableName, OnDemandThroughput = {} }: TableShape): void {
    limit(reads, TableName, OnDemandThroughput.MaxReadRequestUnits)
    limit(writes, TableName, OnDemandThroughput.MaxWriteRequestUnits)
  }
  /** Those that a call draws from; undefined where none is limited, as almost always: nothing more is asked then. */
  function bucketsOf(action: string): Map<string, Bucket> | undefined {
    const buckets = READS.has(action) ? reads : WRITES.has(action) ? writes : undefined
    return buckets?.size ? buckets : undefined
  }
  function isEmpty(bucket: Bucket | undefined): boolean {
    if (!bucket) return false
    const filled = bucket.left + ((now() - bucket.at) / 1000) * bucket.perSecond
    bucket.left = Math.min(bucket.perSecond, filled)
    bucket.at = now()
    return bucket.left <= 0
  }
  return {
    learn,
    /** The error that a call gets where a table has no unit left; null where it may go on. */
    refusal(call: Call): AwsResponse | null {
      if (call.service !== 'dynamodb') return null
      const buckets = bucketsOf(call.action)
      const full = buckets && resourcesOf(call).some((table) => isEmpty(buckets.get(table)))
      if (!full) return null
      const message = 'Throughput exceeds the maximum OnDemandThroughput configured on table or index'
      return errorResponse(call, { status: 400, code: 'ThrottlingException', message })
    },
    /** Takes what a call has used, and learns from one that changes a table. */
    observe(call: Call, response: AwsResponse): void {
      if (call.service !== 'dynamodb' || response.status >= 300) return
      if (CHANGES.has(call.action)) learn(outputOf(response).TableDescription as TableShape)
      const buckets = bucketsOf(call.action)
      const limited = buckets ? resourcesOf(call).filter((table) => buckets.has(table)) : []
      for (const table of limited)
        buckets!.get(table)!.left -= usedOf(call.action, table, call.input(), outputOf(response))
    },
  }
}

function usedOf(action: string, table: string, input: Input, output: Input): number {
  const { read, write } = consumedUnits(action, table, input, output)
  return Math.max(read, write)
}
