/**
 * How often each value occurred, by the code of the value. A code keeps three significant digits, so that a percentile
 * is off by half a percent at most, and codes are in the order of their values.
 */
export type Distribution = Map<number, number>

/** What is known of how values are spread: packed where they no longer change, null where nobody knows. */
export type Spread = Distribution | Float32Array | null

/** Codes of one power of ten: mantissas 100 to 999. */
const PER_DECADE = 900
/** Added to exponents (-324 at least), so that codes are above 0. */
const EXPONENT_SHIFT = 400

export function toCode(value: number): number {
  if (value === 0) return 0
  const size = Math.abs(value)
  const exponent = Math.floor(Math.log10(size))
  const mantissa = Math.round((size / 10 ** exponent) * 100)
  return Math.sign(value) * ((exponent + EXPONENT_SHIFT) * PER_DECADE + mantissa - 100)
}

export function fromCode(code: number): number {
  if (code === 0) return 0
  const exponent = Math.floor(Math.abs(code) / PER_DECADE) - EXPONENT_SHIFT
  const mantissa = (Math.abs(code) % PER_DECADE) + 100
  // read as a decimal, so that 0.07 comes back as 0.07
  return Math.sign(code) * Number(`${mantissa}e${exponent - 2}`)
}

/** Adds a value that occurred so often. */
export function addTo(distribution: Distribution, value: number, count: number): void {
  addCode(distribution, toCode(value), count)
}

const addCode = (to: Distribution, code: number, count: number): Distribution =>
  to.set(code, (to.get(code) ?? 0) + count)

/** A distribution in 8 bytes for each code (which a 32-bit float holds exactly). */
export function pack(distribution: Distribution): Float32Array {
  const packed = new Float32Array(distribution.size * 2)
  let at = 0
  for (const [code, count] of distribution) {
    packed[at++] = code
    packed[at++] = count
  }
  return packed
}

/** Adds all of a spread to a distribution. */
export function mergeInto(into: Distribution, spread: Exclude<Spread, null>): Distribution {
  if (spread instanceof Map) for (const [code, count] of spread) addCode(into, code, count)
  else for (let at = 0; at < spread.length; at += 2) addCode(into, spread[at]!, spread[at + 1]!)
  return into
}

/** The smallest value that at least `percent` of all values do not exceed (nearest rank). */
export function percentile(distribution: Distribution, percent: number): number {
  const sorted = [...distribution].sort(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, count]) => sum + count, 0)
  let seen = 0
  const found = sorted.find(([, count]) => {
    seen += count
    return seen >= (percent / 100) * total
  })
  return fromCode((found ?? sorted.at(-1))?.[0] ?? 0)
}
