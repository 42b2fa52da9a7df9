import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { PaymentRequested } from '../../../model/systems/cloudcafe/messages.ts'
import { PermanentError } from './permanent.ts'

const Id = Type.String({ minLength: 1, maxLength: 128 })
const shape = Compile(
  Type.Object({
    order_id: Id,
    customer_id: Id,
    store_id: Id,
    total_cents: Type.Integer({ minimum: 1 }),
    trace_id: Type.String(),
  }),
)

/** The request that a message carries; a PermanentError says all that is wrong with it. */
export function paymentRequested(body: string): PaymentRequested {
  const value = parse(body)
  if (shape.Check(value)) return value
  const wrong = shape.Errors(value).map((it) => `${it.instancePath || '/'} ${it.message}`)
  throw new PermanentError(`the message is no request for a payment: ${wrong.join('; ')}`)
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new PermanentError(`the message is not JSON: ${(error as Error).message}`)
  }
}
