import type { StockCount } from '../../model/systems/cloudcafe/messages.ts'
import type { Memory } from '../stores/valkey.ts'

/** Stock for reading fast, in MemoryDB: behind the record in DynamoDB by the way of the stream. */
export interface StockCounters {
  /** Pieces by SKU; empty where nothing of the store is known. */
  read(storeId: string): Promise<ReadonlyMap<string, number>>
  /** Writes those counts that are newer than what is there; a change that comes late or twice changes nothing. */
  write(counts: readonly StockCount[]): Promise<void>
}

const countsKey = (storeId: string) => `stock:{${storeId}}`
const versionsKey = (storeId: string) => `stock-versions:{${storeId}}`

/** KEYS: counts, versions; ARGV: SKU, pieces, version, and again for each SKU. */
const WRITE_NEWER = `
for i = 1, #ARGV, 3 do
  local known = redis.call('HGET', KEYS[2], ARGV[i])
  if not known or tonumber(known) < tonumber(ARGV[i + 2]) then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 2])
  end
end`

export function stockCounters(memory: Memory): StockCounters {
  const writeStore = (storeId: string, counts: readonly StockCount[]) => {
    const triples = counts.flatMap((it) => [it.sku, it.on_hand, it.version])
    return memory.eval(WRITE_NEWER, 2, countsKey(storeId), versionsKey(storeId), ...triples)
  }
  return {
    async read(storeId) {
      const counts = await memory.hgetall(countsKey(storeId))
      return new Map(Object.entries(counts).map(([sku, pieces]) => [sku, Number(pieces)]))
    },
    async write(counts) {
      const byStore = Map.groupBy(counts, (it) => it.store_id)
      await Promise.all([...byStore].map(([storeId, some]) => writeStore(storeId, some)))
    },
  }
}
