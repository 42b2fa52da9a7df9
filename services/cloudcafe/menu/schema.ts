import Type, { type Static } from 'typebox'

/** One thing on the menu; the price is that of the size `medium`, in cents. */
export const MenuItem = Type.Object({
  sku: Type.String(),
  name: Type.String(),
  category: Type.String(),
  price_cents: Type.Integer({ minimum: 0 }),
})
/** What the ConfigMap says of the menu: how it is shown, not what is on it. */
export const MenuConfig = Type.Object(
  {
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    /** Order of the categories; those that it leaves out follow by name. */
    categories: Type.Array(Type.String(), { uniqueItems: true }),
    /** What a size or an extra adds to the price, in cents. */
    sizes: Type.Record(Type.String(), Type.Integer()),
    extras: Type.Record(Type.String(), Type.Integer()),
  },
  { additionalProperties: false },
)
/** The answer of `GET /menu/items`, and the text under `menu:items` in ElastiCache. */
export const Menu = Type.Interface([MenuConfig], { items: Type.Array(MenuItem) })
export const CategoryParams = Type.Object({
  category: Type.String({ minLength: 1, maxLength: 64, examples: ['tea'] }),
})

export type MenuItem = Static<typeof MenuItem>
export type MenuConfig = Static<typeof MenuConfig>
export type Menu = Static<typeof Menu>
