import { StepError } from './steps.ts'

/** What can be done before or after others, by name. */
export interface Link {
  readonly name: string
  /** Names of those that are done before it. */
  readonly needs: readonly string[]
}

/**
 * Does the work for each as soon as it is done for all that it needs, a few at a time; `all` is in an order that can
 * be kept. Where some fail, what needs them is left, the rest is done, and one error tells every failure.
 */
export async function doneInOrder<L extends Link, T>(
  all: readonly L[],
  atOnce: number,
  work: (it: L) => Promise<T>,
): Promise<readonly T[]> {
  const ends = await endsInOrder(all, atOnce, work)
  const reasons = new Set<unknown>(ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : [])))
  if (reasons.size > 0) throw oneOf([...reasons])
  return ends.map((end) => (end as PromiseFulfilledResult<T>).value)
}

/** The same, and how each has ended; one that is left ends with the reason of the one that it needs. */
export function endsInOrder<L extends Link, T>(
  all: readonly L[],
  atOnce: number,
  work: (it: L) => Promise<T>,
): Promise<readonly PromiseSettledResult<T>[]> {
  const slots = slotsOf(atOnce)
  const done = new Map<string, Promise<T>>()
  for (const it of all) {
    const before = it.needs.flatMap((need) => done.get(need) ?? [])
    done.set(
      it.name,
      Promise.all(before).then(() => slots(() => work(it))),
    )
  }
  return Promise.allSettled(done.values())
}

/** The same links the other way round, last first: each needs what needed it. */
export function reversed<L extends Link>(all: readonly L[]): readonly L[] {
  return [...all].reverse().map((it) => ({
    ...it,
    needs: all.filter((other) => other.needs.includes(it.name)).map((other) => other.name),
  }))
}

function oneOf(reasons: readonly unknown[]): unknown {
  const other = reasons.find((reason) => !(reason instanceof StepError))
  if (other !== undefined || reasons.length === 1) return other ?? reasons[0]
  return new StepError(reasons.map((reason) => (reason as StepError).message).join('\n'))
}

/** Lets a number of works run at the same time; the others wait in line. */
function slotsOf(count: number) {
  const waiting: (() => void)[] = []
  let free = count
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
