import type { FastifyRequest } from 'fastify'
import type { StockCounters } from '../../../lib/cloudcafe/stock-counters.ts'
import { comeAgain, HttpError } from '../../../lib/errors.ts'
import type { Logger } from '../../../lib/log.ts'
import { documented } from '../../../lib/openapi.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { operations } from './operations.ts'
import type { TakeToken } from './rate-limit.ts'
import type { StockUpdate } from './schema.ts'
import type { Moved, Stock } from './stock.ts'
import type { Status, StoreStatus } from './store-status.ts'

/** What the routes are made of; only the stock must answer, the rest lives in MemoryDB and may be down. */
export interface InventoryParts {
  readonly stock: Stock
  readonly counters: StockCounters
  readonly status: StoreStatus
  readonly takeToken: TakeToken
  readonly log: Logger
}

/** The inventory service's routes. */
export const inventoryApp = (parts: InventoryParts) => {
  const { stock, log } = parts
  const store = storeReader(parts)
  const statusOf = statusReader(parts)
  const limited = { onRequest: limiter(parts) }

  return documented(cloudcafe, 'inventory', '/inventory', (app) => {
    app.get('/inventory/store/:id', { ...limited, schema: operations.store }, ({ params }) =>
      store(params.id),
    )

    app.post('/inventory/update', { ...limited, schema: operations.update }, async ({ body }) => {
      const { store_id, sku, on_hand, version } = countOf(await stock.move(body), body)
      const count = { store_id, sku, on_hand, version }
      parts.counters.write([count]).catch((err) => log.debug({ err }, 'a counter waits for the stream'))
      return { store_id, sku, on_hand }
    })

    // not limited either: the order service asks for every store that it does not know
    app.get('/inventory/store/:id/status', { schema: operations.status }, async ({ params }) => {
      const { store_id, status } = await store(params.id)
      return { store_id, status }
    })

    app.post(
      '/inventory/store/:id/status',
      { ...limited, schema: operations.setStatus },
      async ({ params, body }) => {
        await store(params.id)
        await parts.status.set(params.id, body.status)
        return { store_id: params.id, status: body.status }
      },
    )

    // No rate limit on what services call: one call carries many customers' orders, the queue before it holds
    // back the rest, and a refusal here would only bring the same orders again.
    app.post('/inventory/reservations', { schema: operations.reserve }, async ({ body }) => {
      const status = await statusOf([...new Set(body.reservations.map((it) => it.store_id))])
      const isOpen = (storeId: string) => status.get(storeId) !== 'closed'
      const closed = body.reservations.filter((it) => !isOpen(it.store_id))
      const results = await stock.reserve(body.reservations.filter((it) => isOpen(it.store_id)))
      return {
        results: [...results, ...closed.map((it) => ({ order_id: it.order_id, outcome: 'closed' as const }))],
      }
    })

    app.post('/inventory/releases', { schema: operations.release }, async ({ body }) => {
      await stock.release(body.releases)
      return { released: body.releases.length }
    })
  })
}

/** Takes a token of the client's bucket for each request; without MemoryDB requests pass. */
const limiter =
  ({ takeToken, log }: InventoryParts) =>
  async (request: FastifyRequest) => {
    const name = request.headers['x-client-id']
    const client = typeof name === 'string' ? name.slice(0, 128) : request.ip
    const waitSeconds = await takeToken(client).catch((err) => {
      log.debug({ err }, 'no rate limit')
      return 0
    })
    if (waitSeconds > 0)
      throw comeAgain(429, `client '${client}' asks too often; slow down and try again`, waitSeconds)
  }

/** Without MemoryDB every store counts as open. */
const statusReader =
  ({ status, log }: InventoryParts) =>
  (storeIds: readonly string[]): Promise<ReadonlyMap<string, Status>> =>
    status.of(storeIds).catch((err) => {
      log.debug({ err }, 'no store status')
      return new Map()
    })

/** Reads a store: from the counters, else from the record (and then the counters are filled). */
function storeReader(parts: InventoryParts) {
  const { stock, counters, log } = parts
  const statusOf = statusReader(parts)
  const fromRecord = async (id: string) => {
    const counts = await stock.ofStore(id)
    if (!counts) throw new HttpError(404, 'Not Found', `there is no store '${id}'`)
    counters.write(counts).catch((err) => log.debug({ err }, 'counters wait for the stream'))
    return new Map(counts.map((it) => [it.sku, it.on_hand]))
  }
  return async (id: string) => {
    const fast = await counters.read(id).catch(() => new Map<string, number>())
    const counts = fast.size > 0 ? fast : await fromRecord(id)
    const items = [...counts]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([sku, on_hand]) => ({ sku, on_hand }))
    return { store_id: id, status: (await statusOf([id])).get(id) ?? 'open', items }
  }
}

function countOf(moved: Moved, wanted: StockUpdate) {
  const { store_id, sku, delta } = wanted
  if (moved.kind === 'unknown')
    throw new HttpError(404, 'Not Found', `store '${store_id}' does not carry '${sku}'`)
  if (moved.kind !== 'short') return moved.count
  const { on_hand } = moved.count
  throw new HttpError(
    409,
    'Conflict',
    `store '${store_id}' has ${on_hand} of '${sku}', so ${-delta} cannot be taken; take ${on_hand} at most`,
    { on_hand },
  )
}
