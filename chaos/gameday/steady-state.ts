import type { Request } from '../../loadtests/record.ts'
import type { Journey, System } from '../../model/kinds.ts'
import type { ProbeResult } from './journal.ts'
import type { Playbook, Probe, Tolerance } from './playbook.ts'
import { availability, inWindow, p95, type Window } from './requests.ts'

/** The three windows in which steady state is measured. */
export type Windows = Readonly<Record<ProbeResult['window'], Window>>

/** Measures every probe of the playbook in the windows given, against its tolerance there. */
export function steadyState(
  playbook: Playbook,
  system: System,
  requests: readonly Request[],
  windows: Partial<Windows>,
): ProbeResult[] {
  return (['before', 'during', 'after'] as const).flatMap((name) => {
    const window = windows[name]
    if (!window || !windows.before) return []
    const baseline = inWindow(requests, windows.before)
    const now = inWindow(requests, window)
    return playbook.steadyState.map((probe) =>
      resultOf(probe, name, system.journeys[probe.journey]!, now, baseline),
    )
  })
}

function resultOf(
  probe: Probe,
  window: ProbeResult['window'],
  journey: Journey,
  requests: readonly Request[],
  baseline: readonly Request[],
): ProbeResult {
  const of = (all: readonly Request[]) =>
    measure(
      probe.measure,
      all.filter((it) => it.journey === probe.journey),
    )
  const measured = of(requests)
  const limit = limitOf(probe, probe[window], journey, of(baseline))
  const kept = probe.measure === 'availability' ? (measured ?? 0) >= limit : (measured ?? Infinity) <= limit
  return { journey: probe.journey, measure: probe.measure, window, measured, limit, ok: kept }
}

const measure = (what: Probe['measure'], requests: readonly Request[]): number | null =>
  what === 'availability' ? availability(requests) : p95(requests)

function limitOf(probe: Probe, tolerance: Tolerance, { slo }: Journey, baseline: number | null): number {
  if (tolerance === 'slo') return probe.measure === 'availability' ? slo.availabilityPercent : slo.p95Ms
  if ('absolute' in tolerance) return tolerance.absolute
  return (baseline ?? 0) * tolerance.timesBaseline
}
