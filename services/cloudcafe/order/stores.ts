import type { Redis } from 'ioredis'
import type { Callee } from '../../../lib/calls.ts'
import { HttpError } from '../../../lib/errors.ts'
import type { Logger } from '../../../lib/log.ts'

/** Refuses an order for a store that does not exist, as a 422 that names it. */
export type CheckStore = (storeId: string) => Promise<void>

const keyOf = (storeId: string) => `store:${storeId}`

/**
 * Which stores there are: kept in memory once known, before that from ElastiCache (for `ttlSeconds`), else from the
 * inventory service. Where nobody can say, the order is taken: the reservation will tell.
 */
export function storeCheck(cache: Redis, inventory: Callee, ttlSeconds: number, log: Logger): CheckStore {
  const known = new Set<string>()

  const remember = ({ store_id, status }: Store) => {
    known.add(store_id)
    const metadata = JSON.stringify({ store_id, status })
    cache.set(keyOf(store_id), metadata, 'PX', Math.ceil(ttlSeconds * 1000)).catch(() => undefined)
  }
  const ask = async (storeId: string): Promise<void> => {
    try {
      remember(await inventory.get<Store>(`/inventory/store/${encodeURIComponent(storeId)}/status`))
    } catch (err) {
      if (err instanceof HttpError && err.status === 404) throw unknownStore(storeId)
      log.warn({ err, store_id: storeId }, 'nobody can say whether the store exists: the order is taken')
    }
  }
  return async (storeId) => {
    if (known.has(storeId)) return
    const cached = await cache.get(keyOf(storeId)).catch(() => null)
    if (cached) known.add(storeId)
    else await ask(storeId)
  }
}

interface Store {
  readonly store_id: string
  readonly status: string
}
const unknownStore = (storeId: string) =>
  new HttpError(422, 'Unprocessable Content', `there is no store '${storeId}'`, { unknown_store: storeId })
