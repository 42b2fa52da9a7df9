import { createHash } from 'node:crypto'
import type { Work } from '../../../lib/stress/burn.ts'
import { numbers, rounds } from '../../../lib/stress/numbers.ts'
import { customerId } from '../../../model/systems/cloudcafe/seed.ts'
import { nextTier, pointsFor, tierOf } from './tiers.ts'

/** Customers in one piece of work. */
const PIECE = 25
const MONTHS = 12
const MOST_CENTS = 20_000

/**
 * Batch Calculation: for each customer the points of a year, the tier month by month and the one to come, and a
 * line of the audit trail that carries the hash of the line before. Records are made from their number, so that
 * ten million of them take no room.
 */
export const batchCalculation: Work = ({ index, threads, size }) => {
  const next = rounds(index, threads, size)
  let trail = Buffer.alloc(0)
  return () => {
    for (let i = 0; i < PIECE; i += 1) {
      const n = next()
      trail = createHash('sha256')
        .update(trail)
        .update(JSON.stringify(calculated(n)))
        .digest()
    }
    return PIECE
  }
}

function calculated(n: number) {
  const random = numbers(n)
  let points = 0
  const tiers = Array.from({ length: MONTHS }, () => {
    points += pointsFor(Math.floor(random() * MOST_CENTS))
    return tierOf(points)
  })
  return { customer_id: customerId(n), points, tiers, next: nextTier(points) }
}
