import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type OrderEvent, orderStatuses } from '../../../model/systems/cloudcafe/messages.ts'

const Id = Type.String({ minLength: 1, maxLength: 128 })
const shape = Compile(
  Type.Object({
    event_id: Type.String({ minLength: 1, maxLength: 160 }),
    order_id: Id,
    customer_id: Id,
    store_id: Id,
    status: Type.Union(orderStatuses.map((it) => Type.Literal(it))),
    total_cents: Type.Integer(),
    item_count: Type.Integer(),
    at: Type.String({ format: 'date-time' }),
  }),
)

/** An order event as it is loaded: with its moment in milliseconds. */
export interface Fact extends OrderEvent {
  readonly atMs: number
}

/** The facts among records, each event once; `skipped` is told what is none, which must not hold up the others. */
export function factsOf(
  records: readonly { readonly data: string }[],
  skipped: (data: string, why: string) => void,
): readonly Fact[] {
  const facts = new Map<string, Fact>()
  for (const { data } of records) {
    const event = parse(data)
    if (shape.Check(event)) facts.set(event.event_id, { ...event, atMs: Date.parse(event.at) })
    else skipped(data, shape.Errors(event)[0]?.message ?? 'is not JSON')
  }
  return [...facts.values()]
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
