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
}

type Measured = Pick<Journal, 'faults' | 'alarms' | 'steadyState' | 'recovery' | 'invariants'>

/** One exit code for the run: what is worst comes first (something left behind, then something lost, then the rest). */
export function verdictOf(measured: Measured, ending: Ending): Verdict {
  const misses = missesOf(measured, ending)
  const broken = measured.invariants.some((it) => !it.ok)
  if (ending.left.length > 0) return { exitCode: EXIT.undoIncomplete, outcome: 'undo incomplete', misses }
  if (broken) return { exitCode: EXIT.violated, outcome: 'an invariant is violated', misses }
  if (ending.stopped) return { exitCode: EXIT.stopped, outcome: `stopped: ${ending.stopped}`, misses }
  if (misses.length > 0) return { exitCode: EXIT.notMet, outcome: 'hypothesis not met', misses }
  return { exitCode: EXIT.met, outcome: 'hypothesis met', misses }
}

function missesOf({ faults, alarms, steadyState, recovery, invariants }: Measured, ending: Ending): string[] {
  return [
    ...ending.left.map((it) => `left behind: ${it}`),
    ...(ending.heldBack ? [`nothing was injected: ${ending.heldBack}`] : []),
    ...invariants.filter((it) => !it.ok).map((it) => `${it.title}: ${it.examples[0] ?? it.detail}`),
    ...faults
      .filter((it) => it.status !== 'completed')
      .map((it) => `experiment of '${it.id}' ended ${it.status}${it.reason ? `: ${it.reason}` : ''}`),
    ...faults.filter((it) => !it.landed.ok).map((it) => `'${it.id}' had no effect: ${it.landed.evidence}`),
    ...faults.filter((it) => !it.clean.ok).map((it) => `'${it.id}' left something: ${it.clean.evidence}`),
    ...recovery
      .filter((it) => !it.ok)
      .map(
        (it) =>
          `${it.failure}: ${it.verdict}${it.seconds === null ? '' : ` after ${it.seconds.toFixed(1)} s`}`,
      ),
    ...alarms.filter((it) => !it.ok).map(alarmMiss),
    ...steadyState.filter((it) => !it.ok).map(probeMiss),
  ]
}

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
