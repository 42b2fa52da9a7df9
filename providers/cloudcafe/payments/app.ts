import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyBaseLogger } from 'fastify'
import { Type } from 'typebox'
import { clientTimes } from '../../../lib/client-times.ts'
import { HttpError, problems, refuseBytes } from '../../../lib/errors.ts'
import type { Logger } from '../../../lib/log.ts'
import type { Charges } from './charges.ts'
import type { Charge, Ledger } from './ledger.ts'

const BODY_LIMIT = 16 * 1024
const Id = Type.String({ minLength: 1, maxLength: 128 })
const ChargeBody = Type.Object(
  { order_id: Id, customer_id: Id, amount_cents: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)
const ChargeHeaders = Type.Object({ 'idempotency-key': Id })

interface Settings {
  /** What a customer's program charges with. */
  readonly apiKey: string
  readonly log: Logger
}

/** The provider's API: charges with idempotency keys, and its ledger. */
export function paymentsApp(charges: Charges, ledger: Pick<Ledger, 'read'>, { apiKey, log }: Settings) {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    disableRequestLogging: true,
    bodyLimit: BODY_LIMIT,
    ...clientTimes(10, 20),
    clientErrorHandler: refuseBytes,
    ajv: { customOptions: { allErrors: true, removeAdditional: false, coerceTypes: false } },
  }).withTypeProvider<TypeBoxTypeProvider>()
  problems(app)
  app.get('/health', async () => ({ status: 'ok' }))
  const known = async ({ headers }: { headers: { authorization?: string | undefined } }) => {
    if (headers.authorization !== `Bearer ${apiKey}`)
      throw new HttpError(401, 'Unauthorized', 'send your API key as authorization: Bearer …')
  }
  const schema = { body: ChargeBody, headers: ChargeHeaders }
  app.post('/charges', { schema, onRequest: known }, async (request) => {
    const charge = await charges.charge(request.headers['idempotency-key'], request.body)
    return answerOf(charge)
  })
  app.get('/charges/:order_id', { schema: { params: Type.Object({ order_id: Id }) } }, async (request) => {
    const { order_id } = request.params
    const found = charges.ofOrder(order_id)
    if (found.length === 0) throw new HttpError(404, 'Not Found', `no charge of order '${order_id}'`)
    return { order_id, charges: found.map(answerOf) }
  })
  app.get('/ledger', (_request, reply) => reply.type('application/x-ndjson').send(ledger.read()))
  return app
}

const answerOf = ({ idempotency_key: _, ...charge }: Charge) => charge
