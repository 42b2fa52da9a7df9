import type { messages } from '../../model/systems/cloudcafe/messages.ts'

/** A message of each carrier as it should be; of an order that there never was. */
export const samples: Record<keyof typeof messages, Readonly<Record<string, unknown>>> = {
  'order-submission': {
    ...order(),
    items: [{ sku: 'latte', quantity: 1 }],
    total_cents: 450,
    trace_id: 'Root=1-poison',
  },
  'payment-processing': { ...order(), total_cents: 450, trace_id: 'Root=1-poison' },
  'payment-outcomes': {
    ...order(),
    total_cents: 450,
    outcome: 'refused',
    charge_id: null,
    reason: 'no funds',
    at: '2026-01-01T08:00:00.000Z',
    trace_id: 'Root=1-poison',
  },
  'order-events': event(),
  'analytics-events': event(),
  'store-inventory': { store_id: 'store-poison', sku: 'latte', on_hand: 1, version: 1 },
}

/** What has its schema, and is refused where it is written: the shared call of a batch fails for it. By flow. */
export const refused: Readonly<Record<string, readonly string[]>> = {
  // no text of PostgreSQL has a NUL
  'results-in': [JSON.stringify({ ...samples['payment-outcomes'], reason: '\u0000' })],
  // no year of PostgreSQL is 0
  'facts-in': [JSON.stringify({ ...event(), event_id: 'poison:year-0', at: '0000-01-01T00:00:00Z' })],
}

function order() {
  return {
    order_id: '00000000-0000-7000-8000-00000000dead',
    customer_id: 'customer-poison',
    store_id: 'store-poison',
  }
}
function event() {
  return {
    event_id: '00000000-0000-7000-8000-00000000dead:paid',
    ...order(),
    status: 'paid',
    total_cents: 450,
    item_count: 1,
    at: '2026-01-01T08:00:00.000Z',
  }
}

const HUGE = 'x'.repeat(20_000)
const NO_JSON = ['not json', '{"order_id":', 'NaN', `${'['.repeat(20_000)}`, '\u2028']
const NO_OBJECT = [
  'null',
  '[]',
  '7',
  '"text"',
  '{}',
  '{"__proto__":{"order_id":"x"}}',
  '{"Type":"Notification","Message":"not json"}',
]

/** Every sort of text that is no message like the sample: unreadable, of another shape, each member wrong in turn. */
export function poisonOf(sample: Readonly<Record<string, unknown>>): readonly string[] {
  const members = Object.keys(sample).flatMap((name) =>
    wrongValues(sample[name]).map((wrong) => texts({ ...sample, [name]: wrong })),
  )
  return [...NO_JSON, ...NO_OBJECT, ...new Set(members)]
}

/** JSON has no word for infinity, but a number may be too large for any. */
const texts = (value: object) => JSON.stringify(value)?.replace('"<infinity>"', '1e999')

/** Missing (undefined), of a wrong type, out of every range, too long, of no known word. */
function wrongValues(right: unknown): readonly unknown[] {
  if (typeof right === 'number') return [undefined, null, '7', -1, 1.5, 1e300, '<infinity>', {}]
  return [undefined, 7, {}, [{}], HUGE]
}
