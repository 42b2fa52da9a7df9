import type { App } from '../../../lib/app.ts'
import type { Metrics } from '../../../lib/metrics.ts'
import type { listing, lookup } from './lookup.ts'
import type { placement } from './placement.ts'
import { NewOrder, NewOrderHeaders, OrderParams, OrdersQuery, SessionHeaders } from './schema.ts'
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

/** The order service's routes. */
export const orderApp =
  ({ place, find, list, sessions, metrics, placed }: OrderParts) =>
  (app: App): void => {
    app.post('/orders', { schema: { body: NewOrder, headers: NewOrderHeaders } }, async (request, reply) => {
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
      return reply.code(201).header('location', `orders/${order_id}`).type('application/json').send(body)
    })

    app.get(
      '/orders',
      { schema: { querystring: OrdersQuery, headers: SessionHeaders } },
      async (request) => ({
        orders: await list(request.query.customer_id, request.headers['x-session-id']),
      }),
    )

    app.get('/orders/:id', { schema: { params: OrderParams } }, (request) => find(request.params.id))
  }
