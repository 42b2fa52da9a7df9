import { setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from '../site.ts'
import type { Count, Invariant, InvariantResult, Run } from './invariant.ts'

const MOST_EXAMPLES = 5
const AGAIN_AFTER_MS = 1000
/** A store that hangs is given up after so long. */
const MOST_MS = 120_000

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
 * `notYet` is told what is waited for, and ends the waiting by throwing. What cannot be counted says why, and is no
 * violation.
 */
export async function holds(
  it: Prepared,
  run: Run,
  deadline: number,
  notYet: (waitsFor: string) => void,
): Promise<InvariantResult> {
  for (;;) {
    const count = await inTime(it.count(run)).catch(reasonOf)
    const result = resultOf(it.invariant, count)
    if (result.ok || Date.now() >= deadline) return result
    notYet(waitsFor(it.invariant, count))
    await sleep(AGAIN_AFTER_MS)
  }
}

/** A count, or why there is none. */
type Counted = Count | string

async function inTime(count: Promise<Count>): Promise<Count> {
  const over = new AbortController()
  const late = sleep(MOST_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(`nothing came of it within ${MOST_MS / 1000} s`)
  })
  try {
    return await Promise.race([count, late])
  } finally {
    over.abort()
    late.catch(() => undefined)
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function waitsFor({ title }: Invariant, count: Counted): string {
  if (typeof count === 'string') return `${title}: cannot be counted yet (${count})`
  const { violations } = count
  return count.waitsFor ?? `${title}: ${violations.length} open, first: ${violations[0]}`
}

function resultOf({ id, title }: Invariant, count: Counted): InvariantResult {
  const none = { counted: 0, expected: 0, violations: 0, examples: [], leftOut: { count: 0, examples: [] } }
  if (typeof count === 'string') return { id, title, ok: false, ...none, notCounted: count, detail: count }
  const { violations, leftOut = [], waitsFor: _, ...rest } = count
  return {
    id,
    title,
    ok: violations.length === 0,
    ...rest,
    violations: violations.length,
    examples: violations.slice(0, MOST_EXAMPLES),
    leftOut: { count: leftOut.length, examples: leftOut.slice(0, MOST_EXAMPLES) },
  }
}
