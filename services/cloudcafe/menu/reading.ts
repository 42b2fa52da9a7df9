import type { Redis } from 'ioredis'
import { kept } from '../../../lib/kept.ts'
import type { Logger } from '../../../lib/log.ts'
import type { Menu, MenuConfig, MenuItem } from './schema.ts'
import type { MenuStore } from './store.ts'

/** The key that other services read the menu under, too. */
const CACHE_KEY = 'menu:items'
/** Copies agree on the cache's answer; each keeps it for a second only, to spare the cache. */
const KEPT_MS = 1000

/**
 * Reads the menu: from ElastiCache, else from DocumentDB (and then the cache is filled for `ttlSeconds`). One load
 * is under way however many ask; without the cache DocumentDB answers, without both the last menu there was.
 */
export function menuReader(
  cache: Redis,
  store: MenuStore,
  config: MenuConfig,
  ttlSeconds: number,
  log: Logger,
): () => Promise<Menu> {
  const fill = (menu: Menu) =>
    cache
      .set(CACHE_KEY, JSON.stringify(menu), 'PX', Math.ceil(ttlSeconds * 1000))
      .catch((err) => log.warn({ err: err.message }, 'the menu is not cached'))

  const load = async (): Promise<Menu> => {
    const cached = await cache.get(CACHE_KEY).catch(() => null)
    if (cached) return JSON.parse(cached) as Menu
    const menu = { ...config, items: inOrder(await store.items(), config) }
    await fill(menu)
    return menu
  }
  const menu = kept(KEPT_MS, load, (err) =>
    log.warn({ err }, 'DocumentDB does not answer: the last menu is shown'),
  )
  return menu.get
}

function inOrder(items: readonly MenuItem[], { categories }: MenuConfig): MenuItem[] {
  const place = (it: MenuItem) => {
    const at = categories.indexOf(it.category)
    return at < 0 ? categories.length : at
  }
  return items.toSorted(
    (a, b) => place(a) - place(b) || a.category.localeCompare(b.category) || a.name.localeCompare(b.name),
  )
}
