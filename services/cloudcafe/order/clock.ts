import type { Logger } from '../../../lib/log.ts'
import { type Loop, loop } from '../../../lib/loop.ts'
import { resources } from '../../../model/systems/cloudcafe/resources.ts'
import type { OrderStore, Target } from './store.ts'

const EVERY_MS = 500
const MANY = 200
const SWEEP_MS = 15_000
const SWEEP_BATCH = 100
const DROP_KEYS_MS = 60_000
const EVENTS: readonly Target[] = ['order-events', 'analytics-events']

/** Seconds after which a queue has given a message up. */
const triedFor = (queue: 'order-submission' | 'payment-processing') =>
  resources[queue].visibilitySeconds * resources[queue].redrive.maxReceives
const stuckSeconds = { submitted: triedFor('order-submission'), reserved: triedFor('payment-processing') }

/** Brings paid orders whose preparation is over into `ready`; every task does it, each order is taken once. */
export const preparation = (orders: OrderStore, changed: () => void, log: Logger): Loop =>
  loop(
    'preparation',
    { everyMs: EVERY_MS },
    async () => {
      const ready = await orders.finish(EVENTS)
      if (ready.length > 0) changed()
      return ready.length === MANY
    },
    log,
  )

/** Sends the messages of orders again that wait for longer than their queue would have tried. */
export const sweeper = (orders: OrderStore, changed: () => void, log: Logger): Loop =>
  loop(
    'sweeper',
    { everyMs: SWEEP_MS },
    async () => {
      const submitted = await orders.sweep('submitted', 'order-submission', stuckSeconds.submitted)
      const reserved = await orders.sweep('reserved', 'payment-processing', stuckSeconds.reserved)
      const swept = [...submitted, ...reserved]
      if (swept.length === 0) return false
      log.warn({ orders: swept.length, first: swept[0] }, 'orders were stuck: their messages are sent again')
      changed()
      return swept.length >= SWEEP_BATCH
    },
    log,
  )

/** Deletes idempotency keys that have expired. */
export const keyCleaner = (orders: OrderStore, log: Logger): Loop =>
  loop(
    'idempotency keys',
    { everyMs: DROP_KEYS_MS },
    async () => {
      await orders.dropExpiredKeys()
      return false
    },
    log,
  )
