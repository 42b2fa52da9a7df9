import Type, { type Static } from 'typebox'
import { Id } from '../../../model/systems/cloudcafe/messages.ts'

const Item = Type.Object(
  { sku: Id, quantity: Type.Integer({ minimum: 1, maximum: 1000 }) },
  { additionalProperties: false },
)

export const StoreParams = Type.Object({ id: Id })
/** The body of `POST /inventory/update`; a `movement_id` makes it safe to repeat. */
export const StockUpdate = Type.Object(
  {
    store_id: Id,
    sku: Id,
    delta: Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }),
    movement_id: Type.Optional(Id),
  },
  { additionalProperties: false },
)
export const Reservation = Type.Object(
  { order_id: Id, store_id: Id, items: Type.Array(Item, { minItems: 1, maxItems: 50 }) },
  { additionalProperties: false },
)
export const Reservations = Type.Object(
  { reservations: Type.Array(Reservation, { minItems: 1, maxItems: 100 }) },
  { additionalProperties: false },
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
/** `short` names the SKUs that the store has too little of; `closed`: the store takes no orders now. */
export type Reserved =
  | { readonly order_id: string; readonly outcome: 'reserved' }
  | { readonly order_id: string; readonly outcome: 'short'; readonly short: readonly string[] }
  | { readonly order_id: string; readonly outcome: 'closed' }
