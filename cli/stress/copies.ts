import { setTimeout as sleep } from 'node:timers/promises'
import type { StressState } from '../../lib/stress/stress-run.ts'
import type { Place } from '../place.ts'
import { fetchStatus } from '../status.ts'
import { type Listener, listener } from './listener.ts'
import type { Stressed } from './scenario.ts'

/** How a copy's run ended, or how it stands. */
export interface CopyRun {
  readonly copy: string
  /** The last that the copy said. */
  readonly state: StressState
  /** The copy ended before its run did. */
  readonly lost: boolean
}

const EVERY_MS = 2000

/** The stress listeners of a workload's healthy copies. */
export async function listenersOf(place: Place, it: Stressed, token: string): Promise<readonly Listener[]> {
  const copies = (await fetchStatus(place)).workloads[it.id]?.copies ?? []
  return copies
    .filter((copy) => copy.healthy && copy.stress_port > 0)
    .map((copy) => listener(copy, it.stress.path, token))
}

/**
 * Runs the scenario on all copies until it has ended by itself on each, or ends it everywhere at the signal; tells how
 * it stands every few seconds. Where one copy refuses, none runs.
 */
export async function runOnCopies(
  listeners: readonly Listener[],
  seconds: number | undefined,
  signal: AbortSignal,
  tell: (runs: readonly CopyRun[]) => void,
): Promise<readonly CopyRun[]> {
  let runs = await begun(listeners, seconds)
  while (runs.some((it) => it.state.running && !it.lost)) {
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined)
    const ask = signal.aborted ? (it: Listener) => it.end() : (it: Listener) => it.state()
    runs = await Promise.all(
      runs.map(async (run, i) => {
        const state = run.lost ? null : await ask(listeners[i]!)
        if (state === undefined) return run
        return state ? { ...run, state } : { ...run, lost: true }
      }),
    )
    tell(runs)
  }
  return runs
}

/** Ends the runs of all copies; gives those that answer. */
export async function endOnCopies(listeners: readonly Listener[]): Promise<readonly CopyRun[]> {
  const ends = await Promise.all(
    listeners.map(async (it) => ({ copy: it.copy, before: await it.state(), state: await it.end() })),
  )
  return ends.flatMap(({ copy, before, state }) =>
    before?.running && state ? [{ copy, state, lost: false }] : [],
  )
}

async function begun(
  listeners: readonly Listener[],
  seconds: number | undefined,
): Promise<readonly CopyRun[]> {
  const starts = await Promise.allSettled(listeners.map((it) => it.begin(seconds)))
  const refused = starts.find((it) => it.status === 'rejected')
  if (!refused)
    return listeners.map(({ copy }, i) => ({
      copy,
      state: (starts[i] as PromiseFulfilledResult<StressState>).value,
      lost: false,
    }))
  await Promise.all(
    listeners.map((it, i) => (starts[i]!.status === 'fulfilled' ? it.end() : Promise.resolve(null))),
  )
  throw refused.reason
}
