import { setTimeout as sleep } from 'node:timers/promises'
import { type LoadResult, type RunningLoad, startLoad } from '../../loadtests/load.ts'
import type { AlarmChange } from './detection.ts'
import { stopExperiments } from './faults.ts'
import { faultRecord, type Injection, injectionOf } from './injection.ts'
import type { FaultRecord } from './journal.ts'
import type { JournalFile } from './journal-file.ts'
import type { PhaseLog } from './phases.ts'
import type { Playbook } from './playbook.ts'
import type { Stage } from './site.ts'
import { steadyState } from './steady-state.ts'
import type { Ending } from './verdict.ts'
import { liveOf, type View } from './view.ts'
import { type Observer, observe } from './watch/observer.ts'

/** What playing a playbook needs. */
export interface Play {
  readonly stage: Stage
  readonly playbook: Playbook
  readonly journal: JournalFile
  readonly phases: PhaseLog
  readonly view: View
  /** Aborted when the operator wants it to end. */
  readonly signal: AbortSignal
  readonly seed: number
}

/** What was seen and done, before anything is counted. */
export interface Played {
  readonly observer: Observer
  readonly faults: readonly FaultRecord[]
  readonly load: LoadResult | null
  readonly loadStartedAt: number
  readonly ending: Ending
}

/** Why a run ended that its operator ended. */
export const BY_OPERATOR = 'by the operator'

/** Real seconds that recovery may take beyond the document's own times before we stop looking. */
const PATIENCE_SECONDS = 30

/**
 * Load, baseline, injects, recovery. Whatever happens in between — a stop condition, Ctrl-C, an error — it ends with
 * every experiment stopped and the load gone.
 */
export async function play(it: Play): Promise<Played> {
  const { stage, playbook, journal } = it
  const load = startLoad(stage.site, playbook.load, { folder: journal.folder, seed: it.seed })
  journal.note('load started', { pid: load.pid, load: playbook.load, seed: it.seed })
  const observer = observe(stage, load, journal, listenerOf(it))
  const run = { ...it, load, observer, injections: [] as Injection[], halt: new AbortController() }
  let left: string[] = []
  let heldBack: string | null = null
  let failure: unknown = null
  try {
    heldBack = await withFaults(run)
    await recovered(run)
  } catch (error) {
    failure = error
  } finally {
    left = await undo(run)
    await observer.close()
  }
  if (failure && !it.signal.aborted) throw failure
  const faults = await Promise.all(run.injections.map((one) => faultRecord(stage, one)))
  return {
    observer,
    faults,
    load: await load.done.catch(() => null),
    loadStartedAt: load.startedAt,
    ending: { stopped: stoppedBy(it.signal, faults), heldBack, left: left.map((id) => `experiment ${id}`) },
  }
}

interface Run extends Play {
  readonly load: RunningLoad
  readonly observer: Observer
  readonly injections: Injection[]
  /** Aborted when a stop condition or the lever has stopped an experiment. */
  readonly halt: AbortController
}

/** Plays baseline and injects to the end of the load; gives the reason where nothing was to be injected. */
async function withFaults(run: Run): Promise<string | null> {
  const { stage, playbook, load, phases } = run
  const realSeconds = playbook.baselineSeconds / stage.site.timeScale
  const baselineEnd = load.startedAt + realSeconds * 1000
  await phases.during('baseline', realSeconds, () => until(run, baselineEnd))
  const unsteady = whyUnsteady(run, baselineEnd)
  if (unsteady) {
    run.view.say(`not steady, so nothing is injected: ${unsteady}`)
    load.stop()
    return unsteady
  }
  const left = load.startedAt / 1000 + load.seconds - Date.now() / 1000
  await phases.during('load', left, () => injectAll(run))
  return null
}

async function injectAll(run: Run) {
  const { stage, playbook, load, view } = run
  for (const inject of playbook.injects.toSorted((a, b) => a.at - b.at)) {
    await until(run, load.startedAt + (inject.at / stage.site.timeScale) * 1000)
    if (run.halt.signal.aborted) break
    const injection = await injectionOf(stage, inject, run.observer, run.journal)
    run.injections.push(injection)
    view.say(`fault: ${inject.title} (${injection.fault.experimentId})`)
    void injection.fault.ended.then(({ status, reason }) => {
      view.say(`fault ${inject.id} ${status}${reason ? `: ${reason}` : ''}`)
      if (status === 'stopped') run.halt.abort()
    })
  }
  await until(run, load.startedAt + load.seconds * 1000)
  if (run.halt.signal.aborted) load.stop()
  await load.done
}

/** Why the steady state does not hold before the first fault; null where it does. */
function whyUnsteady({ playbook, stage, load, observer }: Run, to: number): string | null {
  const before = { from: load.startedAt, to }
  const missed = steadyState(playbook, stage.system, observer.requests, { before }).find((it) => !it.ok)
  if (missed)
    return `${missed.journey}: ${missed.measure} ${missed.measured ?? 'unknown'}, limit ${missed.limit}`
  const last = new Map(observer.changes.map((it) => [it.alarm, it.to]))
  const firing = [...last].find(([, state]) => state === 'ALARM')
  return firing ? `alarm '${firing[0]}' is in ALARM` : null
}

/** Waits until all experiments have ended and nothing of a fault is left, or patience ends. */
async function recovered(run: Run) {
  const { stage, playbook, injections, phases } = run
  const slowest = Math.max(
    0,
    ...playbook.recovery.map((it) => stage.system.recovery[it.target]!.seconds?.to ?? 0),
  )
  const deadline = Date.now() + (slowest / stage.site.timeScale + PATIENCE_SECONDS) * 1000
  await phases.during('recovery', null, async () => {
    await Promise.all(injections.map((it) => it.fault.ended))
    for (const { witness, inject } of injections) {
      let clean = await witness.clean()
      while (!clean.ok && Date.now() < deadline) {
        await sleep(500, undefined, { signal: run.signal })
        clean = await witness.clean()
      }
      run.view.say(`${inject.id}: ${clean.evidence}`)
    }
  })
}

/** Stops every experiment and the load; gives the experiments that did not end. */
async function undo({ stage, load, journal }: Run): Promise<string[]> {
  load.stop()
  const left = await stopExperiments(stage).catch((error: Error) => [`of unknown id: ${error.message}`])
  await load.done.catch((error: Error) => journal.note('load failed', { reason: error.message }))
  journal.note('undone', { left })
  return left
}

function stoppedBy(signal: AbortSignal, faults: readonly FaultRecord[]): string | null {
  if (signal.aborted) return BY_OPERATOR
  const stopped = faults.find((it) => it.status === 'stopped')
  return stopped ? `experiment of '${stopped.id}': ${stopped.reason}` : null
}

/** Waits for a moment; earlier where an experiment was stopped, and with an error where the operator or k6 ends it. */
async function until({ signal, halt, load }: Run, moment: number) {
  const waiting = new AbortController()
  const ends = AbortSignal.any([signal, halt.signal, waiting.signal])
  const wait = sleep(Math.max(0, moment - Date.now()), undefined, { signal: ends }).catch(() => undefined)
  await Promise.race([wait, load.done])
  waiting.abort()
  signal.throwIfAborted()
}

const listenerOf = ({ view, signal }: Play) => {
  const said = new Set<string>()
  return {
    changed: ({ alarm, to, first }: AlarmChange) => {
      if (!first || to === 'ALARM') view.say(`alarm ${alarm}: ${to}`)
    },
    ticked: (observer: Observer) => view.tick(liveOf(observer)),
    blind: (source: string, error: Error) => {
      if (!signal.aborted && !said.has(source)) view.say(`${source} cannot be seen: ${error.message}`)
      said.add(source)
    },
  }
}
