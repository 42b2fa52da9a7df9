import type { System } from '../../model/kinds.ts'
import type { Block, Terraform } from '../terraform.ts'
import { HOURS } from './price.ts'
import type { PriceId } from './prices.ts'
import type { Usage } from './usage.ts'

/** What a month of a block is billed for: so many units at a price. */
export interface CostPart {
  readonly price: PriceId
  readonly quantity: number
}

/** What a rate may look at beside its block. */
export interface Bill {
  readonly name: string
  readonly terraform: Terraform
  readonly system: System
  /** A figure of the assumptions. */
  readonly assumed: (id: keyof Usage) => number
}

/** What a block of one Terraform type is billed for. */
export type Rate = (block: Block, bill: Bill) => readonly CostPart[]

/** Rates by Terraform type. */
export type Rates = Readonly<Record<string, Rate>>

export const part = (price: PriceId, quantity: number): CostPart => ({ price, quantity })
/** So many of something that is billed by the hour, all month. */
export const allMonth = (price: PriceId, count = 1): CostPart => part(price, count * HOURS)
/** The block that a reference such as `${aws_lb.alb.id}` names; throws where it names none of that type. */
export function referred(terraform: Terraform, type: string, reference: string): Block {
  const name = new RegExp(`${type}\\.([\\w-]+)\\.`).exec(reference)?.[1]
  return terraform.one(type, name ?? reference)
}
