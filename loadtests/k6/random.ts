/** Numbers that look random and come again with the same seed. */

/** A source of numbers from 0 (with) to 1 (without), the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Mixes numbers into one seed. */
export const mix = (...parts: readonly number[]): number =>
  parts.reduce((sum, part) => Math.imul(sum ^ part, 0x9e3779b1) ^ (sum >>> 15), 0x85ebca6b) >>> 0

/**
 * Draws an index below `count` by Zipf's law: the n-th is drawn in proportion to 1 / n^skew, as popularity is
 * spread among drinks, shops and regulars.
 */
export function zipfOf(count: number, skew: number): (random: () => number) => number {
  const sums: number[] = []
  let sum = 0
  for (let n = 1; n <= count; n++) {
    sum += 1 / n ** skew
    sums.push(sum)
  }
  return (random) => firstAbove(sums, random() * sum)
}

function firstAbove(sums: readonly number[], value: number): number {
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (sums[middle]! > value) high = middle
    else low = middle + 1
  }
  return low
}
