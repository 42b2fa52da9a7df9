import type { PaymentOutcome } from '../../../model/systems/cloudcafe/messages.ts'

/** A notification to a customer, as it stands in the log. */
export interface Notification {
  readonly order_id: string
  readonly customer_id: string
  readonly trace_id: string
  readonly channel: 'email' | 'sms'
  readonly subject: string
}

/** What a message of the queue (an outcome in SNS's envelope) tells its customer; throws where it is none. */
export function notificationOf(body: string): Notification {
  const envelope = JSON.parse(body) as { readonly Message?: string }
  const outcome = JSON.parse(envelope.Message ?? '') as Partial<PaymentOutcome>
  const { order_id, customer_id, trace_id = '' } = outcome
  if (!order_id || !customer_id) throw new Error('the message has no order_id or no customer_id')
  const paid = outcome.outcome === 'paid'
  return {
    order_id,
    customer_id,
    trace_id,
    channel: paid ? 'email' : 'sms',
    subject: paid
      ? `Your order is paid: ${money(outcome.total_cents ?? 0)}`
      : `Your payment was refused: ${outcome.reason ?? 'no reason given'}`,
  }
}

const money = (cents: number) => `$${(cents / 100).toFixed(2)}`
