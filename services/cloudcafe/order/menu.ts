import type { Redis } from 'ioredis'
import type { Callee } from '../../../lib/calls.ts'
import { comeAgain } from '../../../lib/errors.ts'
import { kept } from '../../../lib/kept.ts'
import type { Logger } from '../../../lib/log.ts'
import type { Prices } from './pricing.ts'

interface Menu {
  readonly items: readonly { readonly sku: string; readonly price_cents: number }[]
}

/** The key under which the menu service keeps its whole menu. */
const CACHE_KEY = 'menu:items'
const KEPT_MS = 5000

/**
 * Today's prices: from ElastiCache, else from the menu service, kept for five seconds; where neither answers, the
 * last prices there were. Without any it is a 503.
 */
export function menuPrices(cache: Redis, service: Callee, log: Logger): () => Promise<Prices> {
  const load = async () => {
    const cached = await cache.get(CACHE_KEY).catch(() => null)
    const menu = cached ? (JSON.parse(cached) as Menu) : await service.get<Menu>('/menu/items')
    return new Map(menu.items.map((it) => [it.sku, it.price_cents]))
  }
  const prices = kept<Prices>(KEPT_MS, load, (err) => log.warn({ err }, 'no menu: the last prices count'))
  return async () => {
    try {
      return await prices.get()
    } catch (err) {
      log.warn({ err }, 'no menu, and none kept')
      throw comeAgain(503, 'the menu cannot be read now, so the order cannot be priced; try again', 1)
    }
  }
}
