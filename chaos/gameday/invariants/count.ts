import { setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from '../site.ts'
import type { Count, Invariant, InvariantResult, Run } from './invariant.ts'

const MOST_EXAMPLES = 5
const AGAIN_AFTER_MS = 1000

/** An invariant that has looked at the site before the load. */
export interface Prepared {
  readonly invariant: Invariant
  readonly count: (run: Run) => Promise<Count>
}

/** Lets every invariant look before the load; throws, naming it, where one cannot. */
export const prepareAll = (invariants: readonly Invariant[], stage: Stage): Promise<Prepared[]> =>
  Promise.all(invariants.map(async (it) => ({ invariant: it, count: await it.prepare(stage) })))

/**
 * Counts an invariant until it holds or the deadline (Unix milliseconds) has passed: queues need time to run empty.
 * `notYet` is told each result that does not hold, and ends the waiting by throwing. What cannot be counted does not
 * hold, and says why.
 */
export async function holds(
  it: Prepared,
  run: Run,
  deadline: number,
  notYet: (now: InvariantResult) => void,
): Promise<InvariantResult> {
  for (;;) {
    const result = resultOf(it.invariant, await it.count(run).catch(uncounted))
    if (result.ok || Date.now() >= deadline) return result
    notYet(result)
    await sleep(AGAIN_AFTER_MS)
  }
}

function uncounted(error: unknown): Count {
  const why = `could not be counted: ${error instanceof Error ? error.message : String(error)}`
  return { counted: 0, expected: 0, violations: [why], detail: why }
}

const resultOf = ({ id, title }: Invariant, { violations, ...count }: Count): InvariantResult => ({
  id,
  title,
  ok: violations.length === 0,
  violations: violations.length,
  examples: violations.slice(0, MOST_EXAMPLES),
  ...count,
})
