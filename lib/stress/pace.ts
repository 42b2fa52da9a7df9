import { processSeconds, wallSeconds } from './meter.ts'

/** What is missing is caught up at most at so many times the target, so that no second is far from it. */
const MOST_OF_TARGET = 1.5
const BURST_SECONDS = 0.1

/**
 * CPU seconds that the process still has to use to be at its target since `base`, or fewer where it would catch up too
 * fast; below zero it is ahead. Requests, garbage and threads of a neighbour all count, as they do for a scheduler.
 */
export function pace(cores: number, base: Float64Array): () => number {
  let lastAt = wallSeconds()
  let lastUsed = processSeconds()
  let allowed = 0
  return () => {
    const [at, used] = [wallSeconds(), processSeconds()]
    const refilled = allowed + MOST_OF_TARGET * cores * (at - lastAt) - (used - lastUsed)
    allowed = Math.max(-BURST_SECONDS, Math.min(BURST_SECONDS, refilled))
    lastAt = at
    lastUsed = used
    const [baseAt = 0, baseUsed = 0] = base
    return Math.min(cores * (at - baseAt) - (used - baseUsed), allowed)
  }
}
