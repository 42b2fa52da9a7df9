import { HttpError } from '../../../lib/errors.ts'
import { uuidTime } from '../../../lib/ids.ts'
import type { Logger } from '../../../lib/log.ts'
import type { ActiveOrders } from './active-orders.ts'
import type { Order } from './schema.ts'
import type { Sessions } from './sessions.ts'
import type { OrderStore } from './store.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
/** The reader lags by milliseconds; an order younger than this is asked of the writer, too. */
const YOUNG_MS = 10_000

/** Finds an order: in active-orders, else at Aurora's reader, else (only while it is young) at its writer. */
export function lookup(orders: OrderStore, active: ActiveOrders, log: Logger) {
  return async (id: string): Promise<Order> => {
    if (!UUID.test(id)) throw notFound(id)
    const fast = await active.find(id).catch((err) => {
      log.warn({ err: err.message }, 'active-orders does not answer')
      return null
    })
    if (fast) return fast
    const [kept] = await orders.find([id], 'reader')
    if (kept) return kept
    const young = Date.now() - uuidTime(id) < YOUNG_MS
    const [fresh] = young ? await orders.find([id], 'writer') : []
    if (!fresh) throw notFound(id)
    return fresh
  }
}

/** Finds orders that belong together: of a customer, else of a session, newest first. */
export function listing(orders: OrderStore, active: ActiveOrders, sessions: Sessions, log: Logger) {
  const ofSession = async (session: string): Promise<Order[]> => {
    const ids = await sessions.recent(session).catch((err) => {
      log.warn({ err: err.message }, 'sessions cannot be read: this one counts as ended')
      return []
    })
    const found = ids.length > 0 ? await orders.find(ids, 'reader') : []
    return found.sort((a, b) => b.order_id.localeCompare(a.order_id))
  }
  return async (customerId?: string, session?: string): Promise<Order[]> => {
    if (customerId) return active.ofCustomer(customerId)
    if (session) return ofSession(session)
    throw new HttpError(
      400,
      'Bad Request',
      'say whose orders: with the query customer_id, or with the header x-session-id',
    )
  }
}

const notFound = (id: string) =>
  new HttpError(404, 'Not Found', `there is no order '${id}'; POST /orders gives the id of a new one`)
