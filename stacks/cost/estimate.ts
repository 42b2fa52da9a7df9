import type { Site } from '../site.ts'
import { type Block, type Terraform, terraformOf } from '../terraform.ts'
import { compute } from './compute.ts'
import { databases } from './databases.ts'
import { free } from './free.ts'
import { other } from './other.ts'
import type { Bill, CostPart, Rates } from './part.ts'
import type { Price } from './price.ts'
import { prices } from './prices.ts'
import { usageOf } from './usage.ts'

/** Shares of a day's budget. */
export type Group = 'compute' | 'databases' | 'other'
/** Rates of each group, by Terraform type. */
export const rates: Readonly<Record<Group, Rates>> = { compute, databases, other }

/** A part with its price looked up. */
export interface BilledPart extends CostPart, Price {
  readonly monthlyUsd: number
}

/** A month of one block of the synthesised Terraform. */
export interface BilledResource {
  readonly group: Group
  readonly type: string
  readonly name: string
  readonly monthlyUsd: number
  readonly parts: readonly BilledPart[]
}

/** What a month of a site costs; in dollars, blocks that cost nothing left out. */
export interface Estimate {
  readonly monthlyUsd: number
  readonly groups: Readonly<Record<Group, number>>
  readonly resources: readonly BilledResource[]
}

/**
 * Estimates from the Terraform that a deployment would apply, so that nothing that is made is forgotten.
 * @throws Error naming every type and every price that the tables lack.
 */
export function estimateOf(site: Site): Estimate {
  const terraform = terraformOf(site)
  refuseUnknown(terraform)
  const resources = Object.entries(rates).flatMap(([group, table]) =>
    Object.keys(table).flatMap((type) => billed(group as Group, type, terraform, site)),
  )
  const sumOf = (group: Group) => total(resources.filter((it) => it.group === group))
  return {
    monthlyUsd: total(resources),
    groups: { compute: sumOf('compute'), databases: sumOf('databases'), other: sumOf('other') },
    resources,
  }
}

const total = (rows: readonly { readonly monthlyUsd: number }[]): number =>
  rows.reduce((sum, it) => sum + it.monthlyUsd, 0)

function refuseUnknown(terraform: Terraform): void {
  const known = new Set([
    ...Object.values(rates).flatMap((table) => Object.keys(table)),
    ...Object.keys(free),
  ])
  const unknown = terraform.types().filter((type) => !known.has(type))
  if (unknown.length > 0)
    throw new Error(
      `no rate for ${unknown.join(', ')}: add one to stacks/cost, or a reason to stacks/cost/free.ts`,
    )
}

function billed(
  group: Group,
  type: string,
  terraform: Terraform,
  { system }: Site,
): readonly BilledResource[] {
  const usage = usageOf(system)
  const assumed: Bill['assumed'] = (id) => usage[id].value
  const rate = rates[group][type]!
  return Object.entries(terraform.of(type)).flatMap(([name, block]: [string, Block]) => {
    const parts = rate(block, { name, terraform, system, assumed }).map(withPrice)
    const monthlyUsd = total(parts)
    return monthlyUsd > 0 ? [{ group, type, name, monthlyUsd, parts }] : []
  })
}

function withPrice(it: CostPart): BilledPart {
  const price: Price | undefined = prices[it.price]
  if (!price) throw new Error(`no price of '${it.price}': add it to stacks/cost/prices.ts`)
  return { ...it, ...price, monthlyUsd: it.quantity * price.usd }
}
