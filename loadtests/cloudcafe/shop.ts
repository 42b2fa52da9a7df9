import {
  categories,
  customerCount,
  customerId,
  extras,
  menuItems,
  sizes,
  stores,
} from '../../model/systems/cloudcafe/seed.ts'
import { zipfOf } from '../k6/random.ts'
import type { Visitor } from '../k6/visitor.ts'

type Random = () => number

const regular = zipfOf(customerCount, 0.6)
const shop = zipfOf(stores.length, 0.8)
const drink = zipfOf(menuItems.length, 0.9)
const category = zipfOf(categories.length, 0.7)
/** Different things in one order, and pieces of each: most people want one. */
const lines = zipfOf(4, 1.6)
const pieces = zipfOf(5, 2.2)

/** Somebody who comes in: a customer, a store, a taste; popular ones come more often. */
export function customer(random: Random): Visitor {
  const values = {
    customer: customerId(regular(random) + 1),
    store: stores[shop(random)]!,
    category: categories[category(random)]!,
  }
  return {
    values,
    bodies: {
      order: () => ({ customer_id: values.customer, store_id: values.store, items: itemsOf(random) }),
    },
  }
}

function itemsOf(random: Random) {
  const skus = new Set(Array.from({ length: lines(random) + 1 }, () => menuItems[drink(random)]!))
  return [...skus].map((it) => ({
    sku: it.sku,
    quantity: pieces(random) + 1,
    ...(it.category === 'bakery' || it.category === 'food' ? {} : tasteOf(random)),
  }))
}

function tasteOf(random: Random) {
  const size = pick(Object.keys(sizes), random)
  return random() < 0.3 ? { size, extras: [pick(Object.keys(extras), random)] } : { size }
}

const pick = <T>(of: readonly T[], random: Random): T => of[Math.floor(random() * of.length)]!
