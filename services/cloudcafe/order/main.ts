import { callee } from '../../../lib/calls.ts'
import type { Env } from '../../../lib/env.ts'
import { queueConsumer } from '../../../lib/queue.ts'
import { serve } from '../../../lib/serve.ts'
import { aurora } from '../../../lib/stores/aurora.ts'
import { dynamodb, kinesis, sqs } from '../../../lib/stores/aws.ts'
import { migrate } from '../../../lib/stores/migrations.ts'
import { valkey } from '../../../lib/stores/valkey.ts'
import { cpuScenario, stressEntry } from '../../../lib/stress/cpu-scenario.ts'
import { stress } from '../../../lib/stress/stress.ts'
import { scaled } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { OrderSubmitted, PaymentOutcome } from '../../../model/systems/cloudcafe/messages.ts'
import { resources } from '../../../model/systems/cloudcafe/resources.ts'
import { preparationSeconds } from '../../../model/systems/cloudcafe/seed.ts'
import { activeOrders } from './active-orders.ts'
import { orderApp } from './app.ts'
import { keyCleaner, preparation, sweeper } from './clock.ts'
import { inventory } from './inventory.ts'
import { listing, lookup } from './lookup.ts'
import { menuPrices } from './menu.ts'
import { migrations } from './migrations.ts'
import { outboxRelay, type Send } from './outbox.ts'
import { placement } from './placement.ts'
import { projectionRelay } from './projection.ts'
import { results } from './results.ts'
import { orderSubmitted, paymentRequested, toInventory, toQueue, toStream } from './senders.ts'
import { sessions } from './sessions.ts'
import { orderStore, type Target } from './store.ts'
import { storeCheck } from './stores.ts'
import { submissions } from './submissions.ts'

const DAY_SECONDS = 24 * 3600
const CALL_MS = 3000
/** Shorter than a message's visibility, so that a batch is not worked on twice at once. */
const RESERVE_MS = 20_000
/** For what an order waits on before it is written. */
const ASK_MS = 2000

await serve(cloudcafe, (place, register) => {
  const { env, log, metrics } = place
  const scale = (seconds: number) => scaled(seconds, env.timeScale)
  const database = aurora(env, log)
  const cache = valkey(env.of('ELASTICACHE_URL'), log)
  const orders = orderStore(database)
  const active = activeOrders(
    dynamodb(),
    env.of('ACTIVE_ORDERS_TABLE'),
    scale(resources['active-orders'].ttl.seconds),
  )
  const inventoryUrl = env.of('INVENTORY_URL')
  const stock = inventory(callee('inventory', inventoryUrl, CALL_MS, RESERVE_MS))
  const relay = outboxRelay(database, senders(env, stock), log)
  const projection = projectionRelay(database, active, log)
  const changed = () => {
    relay.wake()
    projection.wake()
  }
  register(stress(place, cpuScenario(stressEntry(import.meta.url), env)))
  register({
    start: () => migrate(database.writer, 'order', migrations),
    close: async () => {
      await Promise.all([database.writer.end(), database.reader.end()])
      cache.disconnect()
    },
  })
  register(relay)
  register(projection)
  register(preparation(orders, changed, log))
  register(sweeper(orders, changed, log))
  register(keyCleaner(orders, log))
  register(
    queueConsumer(env, 'submissions-in', OrderSubmitted, submissions(orders, stock, changed, log), log),
  )
  const preparationMs = scale(preparationSeconds) * 1000
  const outcomes = (paid: number) => {
    if (paid > 0) metrics.put('CloudCafe/OrderService', 'OrdersPaid', paid, 'Count')
    changed()
  }
  register(
    queueConsumer(env, 'results-in', PaymentOutcome, results(orders, preparationMs, outcomes, log), log),
  )

  const prices = menuPrices(cache, callee('menu', env.of('MENU_URL'), ASK_MS, ASK_MS), log)
  const { ttlSeconds } = resources.elasticache
  const visits = sessions(cache, scale(ttlSeconds.session))
  const ask = callee('inventory', inventoryUrl, ASK_MS, ASK_MS)
  const checkStore = storeCheck(cache, ask, scale(ttlSeconds.store), log)
  return orderApp({
    place: placement(orders, prices, checkStore, scale(DAY_SECONDS) * 1000),
    find: lookup(orders, active, log),
    list: listing(orders, active, visits, log),
    sessions: visits,
    metrics,
    placed: changed,
  })
})

function senders(env: Env, stock: ReturnType<typeof inventory>): Record<Target, Send> {
  const queues = sqs()
  const streams = kinesis()
  return {
    'order-submission': toQueue(queues, env.of('ORDER_SUBMISSION_QUEUE_URL'), orderSubmitted),
    'payment-processing': toQueue(
      queues,
      env.of('PAYMENT_PROCESSING_QUEUE_URL'),
      paymentRequested,
      resources['payment-processing'].fifo.groupId,
    ),
    'order-events': toStream(streams, env.of('ORDER_EVENTS_STREAM'), resources['order-events'].partitionKey),
    'analytics-events': toStream(
      streams,
      env.of('ANALYTICS_EVENTS_STREAM'),
      resources['analytics-events'].partitionKey,
    ),
    inventory: toInventory(stock),
  }
}
