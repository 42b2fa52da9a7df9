/**
 * Order among calls: two that share a key run one after the other, in the order in which they came;
 * an exclusive one runs alone. All keys of a call are taken at once, so that none waits in a circle.
 */
export function keyLocks() {
  const tails = new Map<string, Promise<void>>()
  let barrier: Promise<void> | null = null
  let held = 0
  let idle: (() => void) | null = null

  async function hold<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    while (barrier) await barrier
    held += 1
    const before = keys.map((key) => tails.get(key))
    const { promise, resolve } = Promise.withResolvers<void>()
    for (const key of keys) tails.set(key, promise)
    try {
      await Promise.all(before)
      return await work()
    } finally {
      resolve()
      for (const key of keys) if (tails.get(key) === promise) tails.delete(key)
      held -= 1
      if (held === 0) idle?.()
    }
  }

  async function exclusive<T>(work: () => Promise<T>): Promise<T> {
    while (barrier) await barrier
    const { promise, resolve } = Promise.withResolvers<void>()
    barrier = promise
    if (held > 0) await new Promise<void>((done) => (idle = done))
    idle = null
    try {
      return await work()
    } finally {
      barrier = null
      resolve()
    }
  }
  return { hold, exclusive }
}
export type KeyLocks = ReturnType<typeof keyLocks>
