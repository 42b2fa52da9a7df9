import type { System } from '../../model/kinds.ts'
import type { AlarmRecord, AlarmState, FaultRecord } from './journal.ts'
import type { Playbook } from './playbook.ts'

/** A change of an alarm's state, as CloudWatch dates it. */
export interface AlarmChange {
  readonly alarm: string
  readonly at: number
  readonly to: AlarmState
  /** The state in which it was found, and no change that we saw. */
  readonly first: boolean
}

/** Holds what the alarms did from `from` on against what the playbook expects of each. */
export function detection(
  playbook: Playbook,
  system: System,
  changes: readonly AlarmChange[],
  faults: readonly FaultRecord[],
  run: { readonly from: number; readonly timeScale: number; readonly stoppedAt: number | null },
): AlarmRecord[] {
  const { from, timeScale, stoppedAt } = run
  const ofRun = changes.filter((it) => it.at >= from)
  return Object.keys(system.alarms).map((id) => {
    const own = ofRun.filter((it) => it.alarm === id).map(({ at, to }) => ({ at, to }))
    const wanted = playbook.alarms.mustFire.find((it) => it.alarm === id)
    const since = faults.find((it) => it.id === wanted?.after)?.startedAt
    const firedAt = own.find((it) => it.to === 'ALARM' && it.at >= (since ?? from))?.at ?? null
    // an alarm whose time was cut short need not have fired
    const due = since === undefined || !wanted ? Infinity : since + (wanted.within / timeScale) * 1000
    const must = stoppedAt !== null && firedAt === null && stoppedAt < due ? undefined : wanted
    const expected = must ? 'fires' : playbook.alarms.mustNotFire.includes(id) ? 'stays quiet' : 'free'
    const seconds = must && since !== undefined && firedAt !== null ? (firedAt - since) / 1000 : null
    const allowedSeconds = must ? must.within / timeScale : null
    return {
      id,
      title: system.alarms[id]!.title,
      expected,
      changes: own,
      firedAt,
      clearedAt: firedAt && (own.find((it) => it.to === 'OK' && it.at > firedAt)?.at ?? null),
      seconds,
      allowedSeconds,
      ok:
        expected === 'fires'
          ? seconds !== null && seconds <= allowedSeconds!
          : expected === 'free' || !firedAt,
    }
  })
}
