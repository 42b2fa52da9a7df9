/** The middle value, or the mean of the two in the middle; null where there is none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/** How many there are, and from which to which, for people. */
export const spread = (values: readonly number[], digits = 1): string =>
  values.length === 0
    ? 'n = 0'
    : `n = ${values.length}, ${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`

export const sum = (values: readonly number[]): number => values.reduce((total, it) => total + it, 0)
