import type { Logger } from '../../../../lib/log.ts'
import { loop } from '../../../../lib/loop.ts'
import type { Component } from '../../../../lib/parts.ts'
import { HeldLease } from './held-lease.ts'
import type { Lease, Leases } from './leases.ts'

export interface KeeperParts {
  readonly leases: Leases
  readonly owner: string
  /** Keys of all shards there are. */
  readonly keys: () => Promise<readonly string[]>
  /** Works a shard until its lease is ending; resolves when nothing of it is under way. */
  readonly work: (lease: HeldLease) => Promise<void>
  readonly log: Logger
  /** A lease whose counter stands still for so long may be taken. */
  readonly staleMs?: number
  readonly everyMs?: number
}

const STALE_MS = 10_000
const EVERY_MS = 1000

/**
 * Holds leases: makes those that lack, renews its own, and takes those that nobody owns or whose owner shows no sign
 * of life (the counter is watched, not a clock of another machine). Closing gives them back.
 */
export function leaseKeeper(it: KeeperParts): Component {
  const { staleMs = STALE_MS, everyMs = EVERY_MS } = it
  const held = new Map<string, { readonly lease: HeldLease; readonly working: Promise<void> }>()
  const seen = new Map<string, { readonly counter: number; readonly since: number }>()
  let trouble: string | null = 'no lease was looked at yet'

  const hold = (lease: HeldLease) => {
    it.log.info({ lease: lease.key }, 'lease taken')
    const working = it.work(lease).finally(() => held.delete(lease.key))
    held.set(lease.key, { lease, working })
  }
  const isFree = ({ lease_key, owner, counter }: Lease) => {
    const known = seen.get(lease_key)
    if (known?.counter !== counter) seen.set(lease_key, { counter, since: Date.now() })
    return owner === null || (known?.counter === counter && Date.now() - known.since >= staleMs)
  }
  async function takeFree(): Promise<void> {
    const all = await it.leases.all()
    const known = new Set(all.map((lease) => lease.lease_key))
    for (const key of await it.keys()) if (!known.has(key)) await it.leases.create(key)
    for (const lease of all) {
      if (held.has(lease.lease_key) || !isFree(lease)) continue
      const taken = await it.leases.change(lease, { owner: it.owner })
      if (taken) hold(new HeldLease(it.leases, taken))
    }
  }
  const turn = async () => {
    try {
      await Promise.allSettled([...held.values()].map(({ lease }) => lease.renew()))
      await takeFree()
      trouble = null
    } catch (error) {
      trouble = 'the leases cannot be reached'
      throw error
    }
    return false
  }
  const turns = loop('leases', { everyMs }, turn, it.log)
  return {
    start: async () => turns.start?.(),
    notReady: () => trouble,
    async close() {
      await turns.close()
      const all = [...held.values()]
      for (const { lease } of all) lease.end()
      await Promise.all(all.map(({ working }) => working))
      await Promise.allSettled(all.map(({ lease }) => lease.release()))
    },
  }
}
