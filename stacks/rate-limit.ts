import type { System } from '../model/kinds.ts'

/** The window in which web ACLs count the requests of an address. */
export const WINDOW_SECONDS = 300
/** A load test's generator is one address: twice the model's highest rate passes, more is an attack. */
const HEADROOM = 2

/** Requests that one address may make within the window; 0 where the model has no load. */
export function rateLimit(system: System): number {
  const perSecond = Object.values(system.loads).map((load) => {
    const rate = Math.max(...load.stages.map((stage) => stage.perSecond))
    return rate * Math.max(...load.journeys.map((id) => system.journeys[id]?.steps.length ?? 0))
  })
  return Math.max(0, ...perSecond) * WINDOW_SECONDS * HEADROOM
}
