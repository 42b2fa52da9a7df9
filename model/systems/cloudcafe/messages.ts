/** What CloudCafe's parts say to each other; JSON on every wire, money in cents, times as ISO 8601. */

/** An order's states: `paid` and `refused` end the payment, `ready` ends the order. */
export const orderStatuses = ['submitted', 'reserved', 'paid', 'ready', 'refused'] as const
export type OrderStatus = (typeof orderStatuses)[number]

export interface OrderItem {
  readonly sku: string
  readonly quantity: number
}

/** On `order-submission`: an order waits for its stock. */
export interface OrderSubmitted {
  readonly order_id: string
  readonly customer_id: string
  readonly store_id: string
  readonly items: readonly OrderItem[]
  readonly total_cents: number
  readonly trace_id: string
}

/** On `payment-processing` (group id: customer): stock is reserved, the customer is to be charged. */
export interface PaymentRequested {
  readonly order_id: string
  readonly customer_id: string
  readonly store_id: string
  readonly total_cents: number
  readonly trace_id: string
}

/** On `payment-outcomes` (in SNS's envelope at the queues), with the message attribute `outcome`. */
export interface PaymentOutcome {
  readonly order_id: string
  readonly customer_id: string
  readonly store_id: string
  readonly total_cents: number
  readonly outcome: 'paid' | 'refused'
  /** The provider's id of the charge; null where it was refused. */
  readonly charge_id: string | null
  readonly reason: string | null
  readonly at: string
  readonly trace_id: string
}

/** On `order-events` (key: customer) and `analytics-events` (key: store): an order came into a state. */
export interface OrderEvent {
  /** `<order_id>:<status>`: the same fact has the same id, however often it is sent. */
  readonly event_id: string
  readonly order_id: string
  readonly customer_id: string
  readonly store_id: string
  readonly status: OrderStatus
  readonly total_cents: number
  readonly item_count: number
  readonly at: string
}
