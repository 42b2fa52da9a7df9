import type { Metrics } from '../../../lib/metrics.ts'
import { answer, BODY_PROBLEMS, documented, problemsOf } from '../../../lib/openapi.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import type { listing, lookup } from './lookup.ts'
import type { placement } from './placement.ts'
import {
  NewOrder,
  NewOrderHeaders,
  Order,
  OrderParams,
  Orders,
  OrdersQuery,
  SessionHeaders,
} from './schema.ts'
import type { Sessions } from './sessions.ts'

/** What the routes are made of. */
export interface OrderParts {
  readonly place: ReturnType<typeof placement>
  readonly find: ReturnType<typeof lookup>
  readonly list: ReturnType<typeof listing>
  readonly sessions: Sessions
  readonly metrics: Metrics
  /** Called after each accepted order: the outbox has work. */
  readonly placed: () => void
}

const placeSchema = {
  summary: 'Places an order; the same Idempotency-Key places it once',
  body: NewOrder,
  headers: NewOrderHeaders,
  response: { 201: answer('the order as it was accepted', Order), ...problemsOf(...BODY_PROBLEMS, 409, 422) },
}
const listSchema = {
  summary: 'Orders of a customer, or of a session',
  querystring: OrdersQuery,
  headers: SessionHeaders,
  response: { 200: answer('the orders, newest first', Orders), ...problemsOf(400) },
}
const findSchema = {
  summary: 'One order',
  params: OrderParams,
  response: { 200: answer('the order as it is now', Order), ...problemsOf(400, 404, 414) },
}

/** The order service's routes. */
export const orderApp = ({ place, find, list, sessions, metrics, placed }: OrderParts) =>
  documented(cloudcafe, 'order', '/orders', (app) => {
    app.post('/orders', { schema: placeSchema }, async (request, reply) => {
      const started = performance.now()
      const headers = request.headers
      const { order, body, replayed } = await place(request.body, request.id, headers['idempotency-key'])
      placed()
      const session = headers['x-session-id']
      if (session)
        sessions.note(session, order.order_id).catch((err) => request.log.debug({ err }, 'no session'))
      const tookMs = performance.now() - started
      metrics.put('CloudCafe/OrderService', 'OrderCreationDuration', tookMs, 'Milliseconds')
      const { order_id, customer_id } = order
      const said = replayed ? 'Order replayed under its idempotency key' : 'Order created successfully'
      request.log.info({ customer_id, order_id }, said)
      if (replayed) reply.header('idempotent-replayed', 'true')
      // relative, so that it leads to the order behind a balancer's prefix, too
      reply.code(201).header('location', `orders/${order_id}`).type('application/json')
      // the order's JSON, the very text that the key keeps, and not written a second time
      return reply.send(body as unknown as Order)
    })

    app.get('/orders', { schema: listSchema }, async (request) => ({
      orders: await list(request.query.customer_id, request.headers['x-session-id']),
    }))

    app.get('/orders/:id', { schema: findSchema }, (request) => find(request.params.id))
  })
