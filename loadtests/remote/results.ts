import type { LoadVerdict } from '../generator.ts'
import type { Summary } from '../summary.ts'

/** How a generator ended: its verdict with k6's summary, or why there is none. */
export type GeneratorEnd =
  | { readonly verdict: LoadVerdict; readonly summary: Summary }
  | { readonly failed: string }

/** Everything of a run; below it each generator has a folder. */
export const runPrefix = (run: string): string => `${run}/`
/** The n-th piece of a generator's record: lines of `record.ts`. */
export const pieceKey = (run: string, generator: string, n: number): string =>
  `${run}/${generator}/requests-${String(n).padStart(6, '0')}.log`
/** A generator's end; by its name it is listed after all pieces. */
export const endKey = (run: string, generator: string): string => `${run}/${generator}/summary.json`
/** Whether a key is that of an end, and no piece. */
export const isEnd = (key: string): boolean => key.endsWith('/summary.json')

const VERDICTS: readonly LoadVerdict[] = ['met', 'crossed', 'stopped']

/**
 * The ends of all generators as one: counts added, the worst verdict, and of latencies the highest that a generator
 * had. Throws where one has failed.
 */
export function together(ends: readonly GeneratorEnd[]): { verdict: LoadVerdict; summary: Summary } {
  const whole = ends.map((it) => {
    if ('failed' in it) throw new Error(it.failed)
    return it
  })
  const summaries = whole.map((it) => it.summary)
  const sum = (of: 'requests' | 'dropped') => summaries.reduce((total, it) => total + it[of], 0)
  const requests = sum('requests')
  const failed = summaries.reduce((total, it) => total + it.failedPercent * it.requests, 0)
  const verdict = VERDICTS[Math.max(...whole.map((it) => VERDICTS.indexOf(it.verdict)))]!
  const summary = {
    requests,
    failedPercent: requests === 0 ? 0 : failed / requests,
    p95Ms: Math.max(...summaries.map((it) => it.p95Ms)),
    dropped: sum('dropped'),
    thresholds: [
      ...Map.groupBy(
        summaries.flatMap((it) => it.thresholds),
        ruleOf,
      ).values(),
    ].map(worst),
  }
  return { verdict, summary }
}

type Threshold = Summary['thresholds'][number]
const ruleOf = ({ metric, rule }: Threshold) => `${metric} ${rule}`

/** Every threshold of ours is an upper limit: the highest figure is the worst. */
function worst(same: readonly Threshold[]): Threshold {
  const measured = same.flatMap((it) => it.measured ?? [])
  return {
    ...same[0]!,
    met: same.every((it) => it.met),
    measured: measured.length > 0 ? Math.max(...measured) : null,
  }
}
