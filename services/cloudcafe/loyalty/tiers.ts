import { loyalty } from '../../../model/systems/cloudcafe/seed.ts'

export type Tier = (typeof loyalty.tiers)[number]['name']

/** Points for an order, full ones only. */
export const pointsFor = (totalCents: number): number => Math.floor(totalCents / loyalty.centsPerPoint)

/** The highest tier that so many points reach. */
export const tierOf = (points: number): Tier =>
  loyalty.tiers.findLast((it) => points >= it.from)?.name ?? loyalty.tiers[0].name

/** The tier after it and the points that lack; null at the top. */
export function nextTier(points: number): { tier: Tier; points_to_go: number } | null {
  const next = loyalty.tiers.find((it) => it.from > points)
  return next ? { tier: next.name, points_to_go: next.from - points } : null
}
