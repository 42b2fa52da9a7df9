/** A value that is loaded when it is asked for and kept for a while. */
export interface Kept<T> {
  /** The value; a new load that fails gives the last value there was, and throws where there was none. */
  get(): Promise<T>
}

/**
 * Keeps a loaded value for `ttlMs`. However many ask at once, one load is under way (no stampede); a stale value
 * is given on when its source does not answer, and `onStale` is told why.
 */
export function kept<T>(ttlMs: number, load: () => Promise<T>, onStale: (why: unknown) => void): Kept<T> {
  let value: { readonly it: T } | undefined
  let freshUntil = 0
  let loading: Promise<T> | undefined

  const reload = async (): Promise<T> => {
    try {
      value = { it: await load() }
    } catch (err) {
      if (!value) throw err
      onStale(err)
    } finally {
      loading = undefined
    }
    freshUntil = Date.now() + ttlMs
    return value.it
  }
  return {
    get: async () => {
      if (value && Date.now() < freshUntil) return value.it
      loading ??= reload()
      return loading
    },
  }
}
