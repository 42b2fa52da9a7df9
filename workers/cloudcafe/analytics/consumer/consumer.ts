import type { Logger } from '../../../../lib/log.ts'
import type { Component } from '../../../../lib/parts.ts'
import { leaseKeeper } from './lease-keeper.ts'
import type { Leases } from './leases.ts'
import { readWindows, type WindowParts } from './window-reader.ts'

export interface ConsumerParts extends WindowParts {
  readonly streamName: string
  readonly leases: Leases
  /** Unique among the workers. */
  readonly owner: string
  readonly log: Logger
  readonly staleMs?: number
  readonly everyMs?: number
}

/**
 * Consumes a stream together with other workers: each shard by one of them, in windows, at least once. Any number of
 * workers may run; a shard goes to whoever finds its lease free first, and there is no moving for balance.
 */
export function kinesisConsumer(it: ConsumerParts): Component {
  const prefix = `${it.streamName}:`
  const keys = async () => (await it.stream.shards()).map((shard) => prefix + shard)
  return leaseKeeper({
    ...it,
    keys,
    work: (lease) => readWindows(it, lease.key.slice(prefix.length), lease),
  })
}
