import { HttpError } from '../../../lib/errors.ts'
import { extras, sizes } from '../../../model/systems/cloudcafe/seed.ts'
import type { Line, WantedItem } from './schema.ts'

/** Cents for the size `medium`, by SKU. */
export type Prices = ReadonlyMap<string, number>

/** Gives each line its price; SKUs that the menu does not have are a 422 that names them all. */
export function priced(wanted: readonly WantedItem[], prices: Prices): Line[] {
  const unknown = [...new Set(wanted.map((it) => it.sku).filter((sku) => !prices.has(sku)))]
  if (unknown.length > 0)
    throw new HttpError(
      422,
      'Unprocessable Content',
      `the menu does not have ${unknown.map((sku) => `'${sku}'`).join(', ')}; GET /menu/items lists what it has`,
      { unknown_skus: unknown },
    )
  return wanted.map((it) => line(it, prices.get(it.sku)!))
}

function line(it: WantedItem, medium: number): Line {
  const size = it.size ?? 'medium'
  const chosen = it.extras ?? []
  const unit_cents = medium + sizes[size] + chosen.reduce((sum, extra) => sum + extras[extra], 0)
  return { sku: it.sku, quantity: it.quantity, size, extras: chosen, unit_cents }
}

/** What the customer pays, in cents. */
export const totalOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, it) => sum + it.quantity * it.unit_cents, 0)
export const piecesOf = (lines: readonly Line[]): number => lines.reduce((sum, it) => sum + it.quantity, 0)
