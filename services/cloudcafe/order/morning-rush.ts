import { createHash } from 'node:crypto'
import { Compile } from 'typebox/compile'
import type { Work } from '../../../lib/stress/burn.ts'
import { numbers, rounds } from '../../../lib/stress/numbers.ts'
import { customerId, menuItems, stores } from '../../../model/systems/cloudcafe/seed.ts'
import { priced, totalOf } from './pricing.ts'
import { NewOrder } from './schema.ts'

const FRAUD_ROUNDS = 50
const FIBONACCI = 16
/** Percent of tax by state, as the till adds it. */
const TAXES = [4, 4.225, 6.25, 7.25, 8.875]
const ITEMS = 8

const prices = new Map<string, number>(menuItems.map((it) => [it.sku, it.price_cents]))
const validator = Compile(NewOrder)

/** Morning Rush: orders are validated, scored for fraud, checked against stock and taxed, one after the other. */
export const morningRush: Work = ({ index, threads, size }) => {
  const next = rounds(index, threads, size)
  return () => {
    const order = orderOf(next())
    const text = JSON.stringify(order)
    const parsed: unknown = JSON.parse(text)
    if (!validator.Check(parsed)) throw new Error(`the rush made an order that is not valid: ${text}`)
    const stock = parsed.items.reduce((sum, it) => sum + fibonacci(FIBONACCI + (it.quantity % 2)), 0)
    const total = taxed(totalOf(priced(parsed.items, prices)))
    return fraudScore(text) + stock + total > 0 ? 1 : 0
  }
}

function orderOf(n: number): NewOrder {
  const random = numbers(n)
  const pick = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)]!
  const items = Array.from({ length: 1 + Math.floor(random() * ITEMS) }, () => ({
    sku: pick(menuItems).sku,
    quantity: 1 + Math.floor(random() * 3),
  }))
  return { customer_id: customerId(n), store_id: pick(stores), items }
}

/** A chain of hashes over the order; its first byte is the score. */
function fraudScore(text: string): number {
  let digest = createHash('sha256').update(text).digest()
  for (let round = 1; round < FRAUD_ROUNDS; round += 1) digest = createHash('sha256').update(digest).digest()
  return digest[0]! + 1
}

const fibonacci = (n: number): number => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2))

/** The mean of what the order costs with each state's tax, in cents. */
const taxed = (cents: number): number =>
  TAXES.reduce((sum, percent) => sum + Math.round(cents * (1 + percent / 100)), 0) / TAXES.length
