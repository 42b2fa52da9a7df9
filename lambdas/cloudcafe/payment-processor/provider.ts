import { TaskCancelledError } from 'cockatiel'
import { PermanentError } from '../../../lib/messages.ts'
import { withinDeadline } from '../../../lib/retries.ts'
import type { PaymentRequested } from '../../../model/systems/cloudcafe/messages.ts'
import type { ApiKey } from './api-key.ts'

/** The provider's answer. */
export interface ChargeResult {
  readonly charge_id: string
  readonly status: 'succeeded' | 'declined'
  readonly reason: string | null
}

/** Charges an order once, however often it is called; may take `deadlineMs` in all. */
export type Charge = (request: PaymentRequested, deadlineMs: number) => Promise<ChargeResult>

/** An answer that may be another one later. */
class PassingError extends Error {}

const ATTEMPT_MS = 3000

const mayPass = (error: unknown) =>
  error instanceof PassingError ||
  error instanceof TypeError ||
  (error instanceof DOMException && error.name === 'TimeoutError')

/** The payment provider at a base URL: no answer, 401, 409, 429 and 5xx are tried again under the same idempotency key. */
export function paymentProvider(baseUrl: string, key: ApiKey): Charge {
  const once = async (request: PaymentRequested): Promise<ChargeResult> => {
    const { order_id, customer_id, total_cents } = request
    const response = await fetch(`${baseUrl}/charges`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await key.read()}`,
        'content-type': 'application/json',
        'idempotency-key': order_id,
      },
      body: JSON.stringify({ order_id, customer_id, amount_cents: total_cents }),
      signal: AbortSignal.timeout(ATTEMPT_MS),
    })
    const text = await response.text()
    if (response.ok) return JSON.parse(text) as ChargeResult
    const why = `the payment provider answers ${response.status} for order ${order_id}: ${text}`
    // the key has changed since it was read
    if (response.status === 401) key.forget()
    if (response.status >= 500 || [401, 409, 429].includes(response.status)) throw new PassingError(why)
    throw new PermanentError(why)
  }
  return async (request, deadlineMs) => {
    try {
      return await withinDeadline(deadlineMs, mayPass).execute(() => once(request))
    } catch (error) {
      if (!(error instanceof TaskCancelledError)) throw error
      throw new PassingError(
        `the payment provider did not charge order ${request.order_id} in ${deadlineMs} ms`,
      )
    }
  }
}
