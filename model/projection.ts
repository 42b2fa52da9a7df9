import type { Alarm, Entry, Flow, Resource, Workload } from './kinds.ts'

type Any = Workload | Resource | Entry | Flow | Alarm
/** Member of a family by its kind. */
export type Of<Family extends { kind: string }, K extends Family['kind']> = Extract<Family, { kind: K }>

/** A family's projection: one function per kind, so that the compiler lists what is missing when a kind is added. */
export type Projection<Family extends Any, Ctx, Out> = {
  readonly [K in Family['kind']]: (id: string, it: Extract<Family, { kind: K }>, ctx: Ctx) => Out
}

/** Says that a projection cannot do a kind, and why; printed by `./cafe model`. */
export interface Unsupported {
  readonly unsupported: string
}
export const unsupported = (why: string): Unsupported => ({ unsupported: why })

/** Applies a projection to one member. */
export function project<Family extends Any, Ctx, Out>(
  projection: Projection<Family, Ctx, Out>,
  id: string,
  it: Family,
  ctx: Ctx,
): Out {
  const one = projection[it.kind as Family['kind']] as (id: string, it: Family, ctx: Ctx) => Out
  return one(id, it, ctx)
}
