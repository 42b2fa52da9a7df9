/** Pseudo-random numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The numbers from `index` in steps of `step` below `size`, and again from the start. */
export function rounds(index: number, step: number, size: number): () => number {
  let next = index
  return () => {
    const now = next % size
    next = next + step < size + index ? next + step : index
    return now
  }
}
