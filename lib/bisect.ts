import { causeOf } from './causes.ts'

/**
 * Gives items to a call that takes many, and finds those that it fails for: a part that fails is halved until the
 * guilty ones stand alone. Where the cause lies outside of the items no halving helps, and all that is left fails
 * with it. `work` does all of its items or throws, and may be given an item again.
 */
export async function bisect<T>(
  items: readonly T[],
  work: (some: readonly T[]) => Promise<unknown>,
): Promise<ReadonlyMap<T, unknown>> {
  const failed = new Map<T, unknown>()
  const waiting = items.length > 0 ? [items] : []
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    try {
      await work(part)
    } catch (error) {
      const half = Math.ceil(part.length / 2)
      if (causeOf(error) === 'outside') {
        for (const it of [part, ...waiting.splice(0)].flat()) failed.set(it, error)
      } else if (part.length === 1) failed.set(part[0]!, error)
      else waiting.push(part.slice(half), part.slice(0, half))
    }
  }
  return failed
}
