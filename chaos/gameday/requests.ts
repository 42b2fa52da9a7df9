import type { Request } from '../../loadtests/record.ts'
import type { RequestSecond } from './journal.ts'

/** A stretch of time, Unix milliseconds; `from` belongs to it, `to` does not. */
export interface Window {
  readonly from: number
  readonly to: number
}

export const inWindow = (requests: readonly Request[], { from, to }: Window): Request[] =>
  requests.filter((it) => it.sentAt >= from && it.sentAt < to)

/** Smallest value that at least `percent` of the values do not exceed (nearest rank); 0 where there are none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0
}

/** Percent of requests answered as their step expects; null where there are none. */
export const availability = (requests: readonly Request[]): number | null =>
  requests.length === 0 ? null : (100 * requests.filter((it) => it.ok).length) / requests.length

export const p95 = (requests: readonly Request[]): number | null =>
  requests.length === 0
    ? null
    : percentile(
        requests.map((it) => it.ms),
        95,
      )

/** The requests by the second in which they were sent, gaps filled with empty seconds. */
export function bySecond(requests: readonly Request[]): RequestSecond[] {
  if (requests.length === 0) return []
  const groups = Map.groupBy(requests, (it) => Math.floor(it.sentAt / 1000))
  const seconds = [...groups.keys()]
  const [first, last] = [Math.min(...seconds), Math.max(...seconds)]
  return Array.from({ length: last - first + 1 }, (_, i) => secondOf(first + i, groups.get(first + i) ?? []))
}

function countsBySubject(requests: readonly Request[]): Record<string, number> {
  const subjects = requests.flatMap(({ accepted }) => accepted?.subject ?? [])
  return Object.fromEntries([...Map.groupBy(subjects, (it) => it)].map(([name, all]) => [name, all.length]))
}

function secondOf(second: number, requests: readonly Request[]): RequestSecond {
  const times = requests.map((it) => it.ms)
  return {
    at: second * 1000,
    sent: requests.length,
    failed: requests.filter((it) => !it.ok).length,
    accepted: countsBySubject(requests),
    p50: percentile(times, 50),
    p95: percentile(times, 95),
    p99: percentile(times, 99),
  }
}
