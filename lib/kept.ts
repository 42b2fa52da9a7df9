/** A value that is loaded when it is asked for and kept for a while. */
export interface Kept<T> {
  /** The value; a new load that fails gives the last value there was, and throws where there was none. */
  get(): Promise<T>
}

/** How many lifetimes past its end a value is still given at once, while a new one is loaded behind. */
const GRACE = 10

/**
 * Keeps a loaded value for `ttlMs`. However many ask at once, one load is under way (no stampede), and nobody
 * waits for it while the last value is young; a source that does not answer leaves the last value, and `onStale`
 * is told why.
 */
export function kept<T>(ttlMs: number, load: () => Promise<T>, onStale: (why: unknown) => void): Kept<T> {
  let value: { readonly it: T } | undefined
  let askedAt = 0
  let loading: Promise<T> | undefined

  const reload = async (): Promise<T> => {
    try {
      value = { it: await load() }
    } catch (err) {
      if (!value) throw err
      onStale(err)
    } finally {
      loading = undefined
      askedAt = performance.now()
    }
    return value.it
  }
  return {
    get: async () => {
      const age = performance.now() - askedAt
      if (value && age < ttlMs) return value.it
      loading ??= reload()
      if (value && age < ttlMs * GRACE) return value.it
      return loading
    },
  }
}
