import type { Request } from '../../loadtests/record.ts'
import type { RecoveryTarget, System } from '../../model/kinds.ts'
import type { CopiesSample, RecoveryResult } from './journal.ts'
import type { Playbook, Recovery } from './playbook.ts'

/** What recovery is measured from. */
export interface Observed {
  readonly requests: readonly Request[]
  readonly copies: readonly CopiesSample[]
}

/** Something that was well or unwell at a time. */
export interface Span {
  readonly at: number
  readonly ok: boolean
}

/** Seconds of AWS for which a thing must stay well: one good answer within an outage is no recovery. */
export const HOLD_SECONDS = 60

const holdMsAt = (timeScale: number) => (HOLD_SECONDS / timeScale) * 1000

/** Whether the end of the load at `stoppedAt` came before a recovery could be measured to its end. */
export function isCutShort(
  { seconds, allowed }: RecoveryResult,
  startedAt: number,
  stoppedAt: number | null,
  timeScale: number,
): boolean {
  if (stoppedAt === null) return false
  const needed =
    seconds === null ? ((allowed?.to ?? Infinity) / timeScale) * 1000 : seconds * 1000 + holdMsAt(timeScale)
  return startedAt + needed > stoppedAt
}

/**
 * The first moment from which all stays well for `holdMs`, or to the end of what was seen: `from` itself where
 * nothing went wrong, else the first good one after a bad one; null where it did not come back before `until`.
 */
export function recoveredAt(
  spans: readonly Span[],
  { from, until, holdMs }: { readonly from: number; readonly until: number; readonly holdMs: number },
): number | null {
  const seen = spans.filter((it) => it.at >= from && it.at <= until).toSorted((a, b) => a.at - b.at)
  const bad = seen.filter((it) => !it.ok)
  const returns = bad.map(({ at }) => seen.find((it) => it.at > at && it.ok)?.at)
  const holds = (at: number) => !bad.some((it) => it.at >= at && it.at < at + holdMs)
  return [from, ...returns].find((at) => at !== undefined && holds(at)) ?? null
}

/** Where the measuring of one recovery begins and ends, Unix milliseconds. */
export interface Bounds {
  readonly from: number
  readonly until: number
}

/** Measures one recovery of the playbook, from the fault's start, and holds it against the document's range. */
export function recoveryOf(
  recovery: Playbook['recovery'][number],
  system: System,
  observed: Observed,
  bounds: Bounds,
  { timeScale, periodSeconds }: { readonly timeScale: number; readonly periodSeconds: number },
): RecoveryResult {
  const holdMs = holdMsAt(timeScale)
  const spans = spansOf(recovery, observed, bounds.from)
  const seen = spans.some((it) => it.at >= bounds.from && it.at <= bounds.until)
  const back = seen ? recoveredAt(spans, { ...bounds, holdMs }) : null
  const seconds = back === null ? null : (back - bounds.from) / 1000
  const target = system.recovery[recovery.target]!
  const awsSeconds = seconds === null ? null : seconds * timeScale
  const blur = recovery.measure.kind === 'copies' ? periodSeconds * timeScale : 0
  const verdict = seen ? verdictOf(awsSeconds, target, blur) : 'not seen'
  return {
    target: recovery.target,
    failure: target.failure,
    after: recovery.after,
    watched: watched(recovery, periodSeconds),
    seconds,
    awsSeconds,
    allowed: target.seconds,
    text: target.text,
    verdict,
    ok: !['late', 'not recovered', 'not seen'].includes(verdict),
  }
}

function spansOf({ measure }: Recovery, { requests, copies }: Observed, from: number): Span[] {
  if (measure.kind === 'step')
    return requests
      .filter((it) => it.step === measure.step)
      .map((it) => ({ at: it.sentAt, ok: it.ok && it.ms < measure.ms }))
  const samples = copies.filter((it) => it.workload === measure.workload)
  // as many as were wanted when the fault came: scaling out meanwhile is not part of recovery
  const wanted = samples.findLast((it) => it.at <= from)?.desired ?? 0
  return samples.map((it) => ({
    at: it.at,
    ok: it.running >= wanted && (it.healthy ?? it.running) >= wanted,
  }))
}

/** `blur` is how many seconds of AWS earlier than measured it may have been: what is seen once a minute came back within that minute. */
function verdictOf(
  awsSeconds: number | null,
  { seconds }: RecoveryTarget,
  blur: number,
): RecoveryResult['verdict'] {
  if (awsSeconds === null) return 'not recovered'
  if (awsSeconds === 0) return 'no outage'
  if (!seconds) return 'no limit'
  if (awsSeconds - blur > seconds.to) return 'late'
  return awsSeconds < seconds.from ? 'faster' : 'within'
}

const watched = ({ measure }: Recovery, periodSeconds: number): string =>
  measure.kind === 'copies'
    ? `copies of ${measure.workload} running and healthy, as many as before, seen every ${periodSeconds} s`
    : `every '${measure.step}' request answered, in under ${measure.ms} ms`
