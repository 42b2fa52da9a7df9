import { TaskCancelledError } from 'cockatiel'
import { comeAgain, HttpError } from '../../../lib/errors.ts'
import { answer, BODY_PROBLEMS, documented, problemsOf } from '../../../lib/openapi.ts'
import { isPassing } from '../../../lib/stores/passing.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { Accrual, Accrued, Balance, UserParams } from './schema.ts'
import type { Entry, LoyaltyStore } from './store.ts'
import { nextTier } from './tiers.ts'

const COME_AGAIN_SECONDS = 2

const pointsSchema = {
  summary: 'Points and tier of a customer',
  params: UserParams,
  response: { 200: answer('the balance', Balance), ...problemsOf(400, 404, 414) },
}
const accrueSchema = {
  summary: 'Notes the points of an order, once',
  body: Accrual,
  response: {
    200: answer('the points of the order, and the balance', Accrued),
    ...problemsOf(...BODY_PROBLEMS, 409, 422),
  },
}

/** The loyalty service's routes. */
export const loyaltyApp = (store: LoyaltyStore) =>
  documented(cloudcafe, 'loyalty', '/loyalty', (app) => {
    app.get('/loyalty/points/:userId', { schema: pointsSchema }, async ({ params }) => {
      const found = await store.balance(params.userId, 'reader').catch(notNow)
      if (!found)
        throw new HttpError(404, 'Not Found', `customer '${params.userId}' has earned no points yet`)
      return { ...found, next: nextTier(found.points) }
    })

    app.post('/loyalty/accrue', { schema: accrueSchema }, async ({ body }, reply) => {
      const [isNew] = await store.accrue([body]).catch(notNow)
      const entry = await store.entry(body.order_id).catch(notNow)
      if (!entry || !isSame(entry, body))
        throw new HttpError(
          409,
          'Conflict',
          `order '${body.order_id}' has accrued for another customer or total`,
        )
      const balance = await store.balance(body.customer_id, 'writer').catch(notNow)
      if (!isNew) reply.header('idempotent-replayed', 'true')
      return { order_id: entry.order_id, accrued: entry.points, ...balance! }
    })
  })

const isSame = (entry: Entry, asked: Accrual) =>
  entry.customer_id === asked.customer_id && entry.total_cents === asked.total_cents

function notNow(err: unknown): never {
  if (!isPassing(err) && !(err instanceof TaskCancelledError)) throw err
  throw comeAgain(503, 'points cannot be read or written now; try again', COME_AGAIN_SECONDS)
}
