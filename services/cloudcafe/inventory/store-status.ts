import type { Memory } from '../../../lib/stores/valkey.ts'

export type Status = 'open' | 'closed'

/** Which stores are open, in MemoryDB; a store that nobody has closed is open. */
export interface StoreStatus {
  of(storeIds: readonly string[]): Promise<ReadonlyMap<string, Status>>
  set(storeId: string, status: Status): Promise<void>
}

const KEY = 'store-status'

export const storeStatus = (memory: Memory): StoreStatus => ({
  async of(storeIds) {
    const found = await memory.hmget(KEY, ...storeIds)
    return new Map(storeIds.map((id, i) => [id, found[i] === 'closed' ? 'closed' : 'open']))
  },
  async set(storeId, status) {
    await memory.hset(KEY, storeId, status)
  },
})
