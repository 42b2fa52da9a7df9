import type { Collection } from 'mongodb'
import type { MenuItem } from './schema.ts'

/** A document of `menu_configs`: the SKU is its `_id`. */
export interface MenuDocument extends Omit<MenuItem, 'sku'> {
  readonly _id: string
}

/** The menu in DocumentDB. */
export interface MenuStore {
  items(): Promise<MenuItem[]>
  /** Puts the first menu in where there is none; items that are there stay as they are. */
  seed(items: readonly MenuItem[]): Promise<void>
}

export const menuStore = (collection: () => Collection<MenuDocument>): MenuStore => ({
  async items() {
    const documents = await collection().find().sort({ _id: 1 }).toArray()
    return documents.map(({ _id, name, category, price_cents }) => ({
      sku: _id,
      name,
      category,
      price_cents,
    }))
  },
  async seed(items) {
    if ((await collection().estimatedDocumentCount()) > 0) return
    const writes = items.map(({ sku, ...rest }) => ({
      updateOne: { filter: { _id: sku }, update: { $setOnInsert: rest }, upsert: true },
    }))
    await collection().bulkWrite(writes, { ordered: false })
  },
})
