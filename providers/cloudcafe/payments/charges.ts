import { createHash, randomUUID } from 'node:crypto'
import { HttpError } from '../../../lib/errors.ts'
import type { Charge, Ledger } from './ledger.ts'

/** What a caller asks for; amounts in cents. */
export interface ChargeRequest {
  readonly order_id: string
  readonly customer_id: string
  readonly amount_cents: number
}

/** Charges by idempotency key: the first answer is the answer, however often it is asked for. */
export interface Charges {
  charge(key: string, request: ChargeRequest): Promise<Charge>
  ofOrder(orderId: string): readonly Charge[]
}

export interface ChargeParts {
  readonly append: Ledger['append']
  /** Resolves after the time that the bank takes. */
  readonly bank: () => Promise<void>
  readonly declinePercent: number
}

/** Charges, with those that the ledger had at the start. */
export function charges(known: readonly Charge[], { append, bank, declinePercent }: ChargeParts): Charges {
  const byKey = new Map<string, { readonly request: ChargeRequest; readonly charge: Promise<Charge> }>()
  const byOrder = new Map<string, Charge[]>()
  const note = (charge: Charge) =>
    byOrder.set(charge.order_id, [...(byOrder.get(charge.order_id) ?? []), charge])
  for (const charge of known) {
    byKey.set(charge.idempotency_key, { request: charge, charge: Promise.resolve(charge) })
    note(charge)
  }

  async function decide(key: string, request: ChargeRequest): Promise<Charge> {
    await bank()
    const charge = {
      ...decisionOn(request, declinePercent),
      at: new Date().toISOString(),
      idempotency_key: key,
    }
    await append(charge)
    note(charge)
    return charge
  }
  return {
    charge(key, request) {
      const before = byKey.get(key)
      if (before && !same(before.request, request)) throw otherRequest(key)
      if (before) return before.charge
      const charge = decide(key, request)
      byKey.set(key, { request, charge })
      charge.catch(() => byKey.delete(key))
      return charge
    },
    ofOrder: (orderId) => byOrder.get(orderId) ?? [],
  }
}

const same = (a: ChargeRequest, b: ChargeRequest) =>
  a.order_id === b.order_id && a.customer_id === b.customer_id && a.amount_cents === b.amount_cents

const otherRequest = (key: string) =>
  new HttpError(
    422,
    'Idempotency Key Reused',
    `Idempotency-Key '${key}' came before with another body: send the first body again or take another key`,
  )

const REASONS = ['insufficient_funds', 'card_expired', 'do_not_honor'] as const

/** Declines by the order id alone, so that a provider that lost nothing and one that starts anew agree. */
function decisionOn(request: ChargeRequest, declinePercent: number) {
  const hash = createHash('sha256').update(request.order_id).digest()
  const declined = hash.readUInt32BE(0) / 2 ** 32 < declinePercent / 100
  return {
    charge_id: `ch_${randomUUID()}`,
    order_id: request.order_id,
    customer_id: request.customer_id,
    amount_cents: request.amount_cents,
    status: declined ? ('declined' as const) : ('succeeded' as const),
    reason: declined ? REASONS[hash.readUInt8(4) % REASONS.length]! : null,
  }
}
