import type { FaultRecord, RecoveryResult } from './journal.ts'
import type { Window } from './requests.ts'
import type { Windows } from './steady-state.ts'

/** The load from its first request to its last, and the end of its baseline; Unix milliseconds. */
export interface LoadTimes {
  readonly from: number
  readonly baselineEnd: number
  readonly to: number
}

/**
 * Before: the baseline. During: the first fault to the end of the last, and to the last recovery. After: from then to
 * the load's end; a load that was cut short may have none.
 */
export function windowsOf(
  load: LoadTimes,
  faults: readonly FaultRecord[],
  recovery: readonly RecoveryResult[],
  cutShort = false,
): Partial<Windows> {
  const before: Window = { from: load.from, to: load.baselineEnd }
  const [first] = faults
  if (!first) return { before }
  const ends = recovery.map((it) => {
    const { startedAt } = faults.find((fault) => fault.id === it.after)!
    return it.seconds === null ? load.to : startedAt + it.seconds * 1000
  })
  const over = Math.min(load.to, Math.max(...faults.map((it) => it.endedAt), ...ends))
  const during = { from: first.startedAt, to: over }
  return cutShort && over >= load.to
    ? { before, during }
    : { before, during, after: { from: over, to: load.to } }
}
