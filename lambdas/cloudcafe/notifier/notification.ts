import type { PaymentOutcome } from '../../../model/systems/cloudcafe/messages.ts'

/** A notification to a customer, as it stands in the log. */
export interface Notification {
  readonly order_id: string
  readonly customer_id: string
  readonly trace_id: string
  readonly channel: 'email' | 'sms'
  readonly subject: string
}

/** What an outcome tells its customer. */
export function notificationOf(it: PaymentOutcome): Notification {
  const { order_id, customer_id, trace_id, total_cents, reason } = it
  const paid = it.outcome === 'paid'
  return {
    order_id,
    customer_id,
    trace_id,
    channel: paid ? 'email' : 'sms',
    subject: paid
      ? `Your order is paid: ${money(total_cents)}`
      : `Your payment was refused: ${reason ?? 'no reason given'}`,
  }
}

const money = (cents: number) => `$${(cents / 100).toFixed(2)}`
