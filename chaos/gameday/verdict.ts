import { EXIT } from './exit-codes.ts'
import type { Journal, ProbeResult, Verdict } from './journal.ts'

/** What the verdict is made of, beside what was measured. */
export interface Ending {
  /** Why the run was stopped before its end; null where it was not. */
  readonly stopped: string | null
  /** Why nothing was injected; null where all was. */
  readonly heldBack: string | null
  /** What could not be undone, each in words. */
  readonly left: readonly string[]
  /** What could not be looked at, each in words. */
  readonly blind: readonly string[]
}

type Measured = Pick<Journal, 'faults' | 'alarms' | 'steadyState' | 'recovery' | 'invariants'>

/** One exit code for the run: what is worst comes first (something left behind, then something lost, then the rest). */
export function verdictOf(measured: Measured, ending: Ending): Verdict {
  const misses = missesOf(measured, ending)
  const notCounted = notCountedOf(measured, ending)
  const broken = measured.invariants.some((it) => it.violations > 0)
  const verdict = (exitCode: number, outcome: string) => ({ exitCode, outcome, misses, notCounted })
  if (ending.left.length > 0) return verdict(EXIT.undoIncomplete, 'undo incomplete')
  if (broken) return verdict(EXIT.violated, 'an invariant is violated')
  if (ending.stopped) return verdict(EXIT.stopped, `stopped: ${ending.stopped}`)
  if (notCounted.length > 0) return verdict(EXIT.notCounted, 'not everything could be counted')
  if (misses.length > 0) return verdict(EXIT.notMet, 'hypothesis not met')
  return verdict(EXIT.met, 'hypothesis met')
}

function missesOf({ faults, alarms, steadyState, recovery, invariants }: Measured, ending: Ending): string[] {
  return [
    ...ending.left.map((it) => `left behind: ${it}`),
    ...(ending.heldBack ? [`nothing was injected: ${ending.heldBack}`] : []),
    ...invariants
      .filter((it) => it.violations > 0)
      .map((it) => `${it.title}: ${it.examples[0] ?? it.detail}`),
    ...faults
      .filter((it) => it.status !== 'completed')
      .map((it) => `experiment of '${it.id}' ended ${it.status}${it.reason ? `: ${it.reason}` : ''}`),
    ...faults
      .filter((it) => !it.landed.ok && !it.landed.unseen)
      .map((it) => `'${it.id}' had no effect: ${it.landed.evidence}`),
    ...faults
      .filter((it) => !it.clean.ok && !it.clean.unseen)
      .map((it) => `'${it.id}' left something: ${it.clean.evidence}`),
    ...recovery
      .filter((it) => !it.ok && it.verdict !== 'not seen')
      .map(
        (it) =>
          `${it.failure}: ${it.verdict}${it.seconds === null ? '' : ` after ${it.seconds.toFixed(1)} s`}`,
      ),
    ...alarms.filter((it) => !it.ok).map(alarmMiss),
    ...steadyState.filter((it) => !it.ok).map(probeMiss),
  ]
}

const notCountedOf = ({ faults, recovery, invariants }: Measured, { blind }: Ending): string[] => [
  ...invariants.flatMap((it) => (it.notCounted ? `${it.title}: ${it.notCounted}` : [])),
  ...faults.filter((it) => it.landed.unseen).map((it) => `effect of '${it.id}': ${it.landed.evidence}`),
  ...faults.filter((it) => it.clean.unseen).map((it) => `what '${it.id}' left: ${it.clean.evidence}`),
  ...recovery.filter((it) => it.verdict === 'not seen').map((it) => `${it.failure}: nothing to see it by`),
  ...blind,
]

function alarmMiss(it: Journal['alarms'][0]): string {
  if (it.expected === 'stays quiet') return `alarm '${it.id}' fired and should not have`
  if (it.seconds === null) return `alarm '${it.id}' did not fire`
  return `alarm '${it.id}' fired after ${it.seconds.toFixed(0)} s, allowed were ${it.allowedSeconds?.toFixed(0)} s`
}

/** `browse, p95 during the faults: 412.0 ms, limit 300.0 ms`. */
export function probeMiss(it: ProbeResult): string {
  const figure = (value: number) => `${value.toFixed(1)} ${it.measure === 'availability' ? '%' : 'ms'}`
  const measured = it.measured === null ? 'no request was sent' : figure(it.measured)
  return `${it.journey}, ${it.measure} ${it.window} the faults: ${measured}, limit ${figure(it.limit)}`
}
