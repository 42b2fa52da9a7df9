import Type, { type Static } from 'typebox'
import { Id } from '../../../model/systems/cloudcafe/messages.ts'

const Item = Type.Object(
  { sku: Id, quantity: Type.Integer({ minimum: 1, maximum: 1000 }) },
  { additionalProperties: false },
)

export const StoreParams = Type.Object({ id: Type.String({ ...Id, examples: ['store-001'] }) })
/** The body of `POST /inventory/update`; a `movement_id` makes it safe to repeat. */
export const StockUpdate = Type.Object(
  {
    store_id: Id,
    sku: Id,
    delta: Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }),
    movement_id: Type.Optional(Id),
  },
  { additionalProperties: false, examples: [{ store_id: 'store-001', sku: 'latte', delta: 5 }] },
)
export const Reservation = Type.Object(
  { order_id: Id, store_id: Id, items: Type.Array(Item, { minItems: 1, maxItems: 50 }) },
  { additionalProperties: false },
)
export const Reservations = Type.Object(
  { reservations: Type.Array(Reservation, { minItems: 1, maxItems: 100 }) },
  {
    additionalProperties: false,
    examples: [
      {
        reservations: [
          { order_id: 'order-1', store_id: 'store-001', items: [{ sku: 'latte', quantity: 1 }] },
        ],
      },
    ],
  },
)
export const Release = Type.Object({ order_id: Id, store_id: Id }, { additionalProperties: false })
export const Releases = Type.Object(
  { releases: Type.Array(Release, { minItems: 1, maxItems: 500 }) },
  { additionalProperties: false },
)

/** The body of `POST /inventory/store/:id/status`. */
export const StatusChange = Type.Object(
  { status: Type.Enum(['open', 'closed']) },
  { additionalProperties: false },
)

export type StockUpdate = Static<typeof StockUpdate>
export type Reservation = Static<typeof Reservation>
export type Release = Static<typeof Release>
const Pieces = Type.Integer({ minimum: 0 })
/** The answer of `GET /inventory/store/:id`. */
export const Store = Type.Object({
  store_id: Type.String(),
  status: Type.Enum(['open', 'closed']),
  items: Type.Array(Type.Object({ sku: Type.String(), on_hand: Pieces })),
})
export const Status = Type.Object({ store_id: Type.String(), status: Type.Enum(['open', 'closed']) })
/** What a store has of a SKU after it has moved. */
export const Shelf = Type.Object({ store_id: Id, sku: Id, on_hand: Pieces })
/** `short` names the SKUs that the store has too little of; `closed`: the store takes no orders now. */
export const Reserved = Type.Object({
  order_id: Id,
  outcome: Type.Enum(['reserved', 'short', 'closed']),
  short: Type.Optional(Type.Array(Id)),
})
export const Results = Type.Object({ results: Type.Array(Reserved) })
export const Released = Type.Object({ released: Pieces })

export type Reserved = Static<typeof Reserved>
