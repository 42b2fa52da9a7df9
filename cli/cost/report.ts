import type { Operations, System } from '../../model/kinds.ts'
import { siteOf } from '../../stacks/config.ts'
import { type Estimate, estimateOf, type Group } from '../../stacks/cost/estimate.ts'
import { AS_OF, HOURS, REGION } from '../../stacks/cost/price.ts'
import { prices } from '../../stacks/cost/prices.ts'
import { usageOf } from '../../stacks/cost/usage.ts'
import { type ProfileId, profiles } from '../../stacks/profiles.ts'

/** Dollars from and to. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A month in dollars, by profile; what the system is to cost beside it, and what both rest on. */
export interface CostReport {
  readonly region: string
  readonly prices_as_of: string
  readonly profiles: Readonly<Record<ProfileId, Estimate>>
  /** From the model; a group without a share is absent. */
  readonly expected: { readonly monthly: Span; readonly groups: Readonly<Partial<Record<Group, Span>>> }
  readonly assumptions: ReturnType<typeof usageOf>
  /** Prices without a source: known from the list, not found written. */
  readonly to_be_checked: readonly string[]
}

/** Estimates both profiles; an error where something has no rate. */
export function costReport(system: System): CostReport {
  const of = (profile: string) => estimateOf(siteOf(system, { CAFE_STAGE: profile }))
  const { monthlyEstimate, dailyShares } = system.operations
  return {
    region: REGION,
    prices_as_of: AS_OF,
    profiles: Object.fromEntries(Object.keys(profiles).map((id) => [id, of(id)])) as CostReport['profiles'],
    expected: { monthly: monthlyEstimate, groups: monthly(dailyShares) },
    assumptions: usageOf(system),
    to_be_checked: Object.entries(prices).flatMap(([id, it]) => ('source' in it ? [] : [id])),
  }
}

const DAYS = HOURS / 24
const monthly = (shares: Operations['dailyShares']) =>
  Object.fromEntries(
    Object.entries(shares).map(([group, { from, to }]) => [
      group,
      { from: Math.round(from * DAYS), to: Math.round(to * DAYS) },
    ]),
  ) as Record<Group, Span>
