/** The median, the 99th percentile and the greatest of some values (nearest rank); zeros where there are none. */
export interface Percentiles {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (percent: number) => sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0
  return { p50: at(50), p99: at(99), max: at(100) }
}
