import { createHash } from 'node:crypto'
import type { Work } from '../../../lib/stress/burn.ts'
import { customerId } from '../../../model/systems/cloudcafe/seed.ts'
import { type CustomerRecord, customerRecords } from './customer-records.ts'
import { nextTier, pointsFor, tierOf } from './tiers.ts'

/** Customers in one piece of work, and records in one piece of seeding. */
const PIECE = 25
const SEED_PIECE = 250

/**
 * Batch Calculation: for each customer the points of a year, the tier month by month and the one to come, and a
 * line of the audit trail that carries the hash of the line before. Each thread has a part of the customers' records,
 * which it first writes to disk where they are not there.
 */
export const batchCalculation: Work = ({ index, threads, size, folder }) => {
  const border = (part: number) => Math.floor((size * part) / threads)
  const records = customerRecords(folder, border(index), border(index + 1))
  let trail = Buffer.alloc(0)
  return () => {
    if (records.seed(SEED_PIECE)) return 0
    const customers = records.next(PIECE)
    for (const customer of customers) trail = audited(trail, calculated(customer))
    return customers.length
  }
}

/** The hash of a line of the audit trail. */
const audited = (before: Buffer, line: object) =>
  createHash('sha256').update(before).update(JSON.stringify(line)).digest()

/** A customer's year: a tier is reached in the month in which the points are, and there are promotions in between. */
export function calculated({ number, points: opening, spentCents }: CustomerRecord) {
  let points = opening
  const tiers = spentCents.map((cents) => {
    points += pointsFor(cents)
    return tierOf(points)
  })
  const promotions = tiers.filter((tier, month) => tier !== (tiers[month - 1] ?? tierOf(opening))).length
  return { customer_id: customerId(number), points, tiers, promotions, next: nextTier(points) }
}
