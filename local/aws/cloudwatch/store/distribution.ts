/** How often each value occurred; values are rounded to three significant digits, so that it stays small. */
export type Distribution = Map<number, number>

const DIGITS = 3

/** A value at the precision of a distribution: off by at most half a percent. */
export function quantize(value: number): number {
  if (value === 0) return 0
  const exponent = DIGITS - 1 - Math.floor(Math.log10(Math.abs(value)))
  // below 1, dividing by a whole power of ten gives the decimal that people expect
  const scale = 10 ** Math.abs(exponent)
  return exponent < 0 ? Math.round(value / scale) * scale : Math.round(value * scale) / scale
}

/** A distribution in 8 bytes for each value. */
export function pack(distribution: Distribution): Float32Array {
  const packed = new Float32Array(distribution.size * 2)
  let at = 0
  for (const [value, count] of distribution) {
    packed[at++] = value
    packed[at++] = count
  }
  return packed
}

export function unpack(packed: Float32Array): Distribution {
  const distribution: Distribution = new Map()
  for (let at = 0; at < packed.length; at += 2) distribution.set(quantize(packed[at]!), packed[at + 1]!)
  return distribution
}

/** Adds the second distribution to the first. */
export function mergeInto(into: Distribution, from: Distribution): void {
  for (const [value, count] of from) into.set(value, (into.get(value) ?? 0) + count)
}

/** The smallest value that at least `percent` of all values do not exceed (nearest rank). */
export function percentile(distribution: Distribution, percent: number): number {
  const sorted = [...distribution].sort(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, count]) => sum + count, 0)
  let seen = 0
  for (const [value, count] of sorted) {
    seen += count
    if (seen >= (percent / 100) * total) return value
  }
  return sorted.at(-1)?.[0] ?? Number.NaN
}
