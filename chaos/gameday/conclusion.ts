import { detection } from './detection.ts'
import { holds, type Prepared } from './invariants/count.ts'
import type { InvariantResult } from './invariants/invariant.ts'
import type { Environment, Journal, RecoveryResult } from './journal.ts'
import type { PhaseLog } from './phases.ts'
import { BY_OPERATOR, type Played } from './play.ts'
import type { Playbook } from './playbook.ts'
import { recoveryOf } from './recovery.ts'
import { bySecond } from './requests.ts'
import { scoreOf } from './score.ts'
import type { Stage } from './site.ts'
import { steadyState } from './steady-state.ts'
import { verdictOf } from './verdict.ts'
import type { View } from './view.ts'
import { windowsOf } from './windows.ts'

/** A game day that has been played, and what it was played with. */
export interface Done {
  readonly stage: Stage
  readonly playbook: Playbook
  readonly phases: PhaseLog
  readonly view: View
  readonly signal: AbortSignal
  readonly played: Played
  readonly id: string
  readonly seed: number
  /** Unix milliseconds before anything was done. */
  readonly startedAt: number
  readonly environment: Environment
  readonly prepared: readonly Prepared[]
}

/** Counts the invariants and makes the whole journal: measured, scored and judged. */
export async function conclusion(it: Done): Promise<Journal> {
  const { stage, playbook, phases, played } = it
  const invariants = it.signal.aborted ? [] : await countAll(it).catch(endedBy(it.signal))
  const recovery = recoveries(it)
  const { observer, faults } = played
  const run = { from: it.startedAt, timeScale: stage.site.timeScale }
  const measured = {
    faults,
    recovery,
    invariants,
    alarms: detection(playbook, stage.system, observer.changes, faults, run),
    steadyState: probes(it, recovery),
  }
  const stopped = it.signal.aborted ? BY_OPERATOR : played.ending.stopped
  return {
    format: 1,
    run: factsOf(it),
    environment: it.environment,
    load: played.load?.summary ?? null,
    phases: phases.done,
    requests: bySecond(observer.requests),
    copies: observer.copies,
    ...measured,
    score: scoreOf(measured),
    verdict: verdictOf(measured, { ...played.ending, stopped }),
  }
}

/** Counts each invariant until it holds or the playbook's time for queues to run empty is over. */
async function countAll({ stage, playbook, phases, played, startedAt, prepared, view, signal }: Done) {
  const accepted = played.observer.requests.flatMap((request) => request.order || [])
  const deadline = Date.now() + playbook.settleSeconds * 1000
  const notYet = (now: InvariantResult) => {
    signal.throwIfAborted()
    view.wait(`${now.title}: not yet, ${now.violations} open`)
  }
  const results: InvariantResult[] = []
  await phases.during('invariants', playbook.settleSeconds, async () => {
    for (const one of prepared) {
      const result = await holds(one, { stage, startedAt, accepted }, deadline, notYet)
      view.say(sentence(result))
      results.push(result)
    }
  })
  return results
}

/** What was open when the operator ended the counting is no violation: nothing is said of it. */
const endedBy =
  (signal: AbortSignal) =>
  (error: unknown): InvariantResult[] => {
    if (signal.aborted) return []
    throw error
  }

const sentence = (it: InvariantResult): string =>
  `${it.ok ? 'holds' : 'VIOLATED'}: ${it.title} (${it.counted} of ${it.expected})`

/** Each recovery is looked for from its fault on, to the next fault or the end of what was seen. */
function recoveries({ stage, playbook, played }: Done): RecoveryResult[] {
  const { faults, observer } = played
  const pace = { timeScale: stage.site.timeScale, periodSeconds: stage.site.metrics.periodSeconds }
  return playbook.recovery.flatMap((it) => {
    const fault = faults.find((one) => one.id === it.after)
    if (!fault) return []
    const next = faults.find((one) => one.startedAt > fault.startedAt)
    const bounds = { from: fault.startedAt, until: next?.startedAt ?? Date.now() }
    return [recoveryOf(it, stage.system, observer, bounds, pace)]
  })
}

function probes({ stage, playbook, played }: Done, recovery: readonly RecoveryResult[]) {
  const { observer, faults, loadStartedAt } = played
  const load = {
    from: loadStartedAt,
    baselineEnd: loadStartedAt + (playbook.baselineSeconds / stage.site.timeScale) * 1000,
    to: (observer.requests.at(-1)?.sentAt ?? loadStartedAt) + 1,
  }
  return steadyState(playbook, stage.system, observer.requests, windowsOf(load, faults, recovery))
}

const factsOf = ({ stage, playbook, id, seed, startedAt }: Done): Journal['run'] => ({
  id,
  system: stage.system.title,
  playbook: playbook.id,
  title: playbook.title,
  story: playbook.story,
  runbook: playbook.runbook,
  load: playbook.load,
  loadTitle: stage.system.loads[playbook.load]!.title,
  seed,
  timeScale: stage.site.timeScale,
  local: stage.site.local,
  startedAt,
  endedAt: Date.now(),
})
