import { idsOf } from '../../loadtests/record.ts'
import { detection } from './detection.ts'
import { holds, type Prepared } from './invariants/count.ts'
import type { InvariantResult } from './invariants/invariant.ts'
import type { Environment, Journal, RecoveryResult } from './journal.ts'
import type { PhaseLog } from './phases.ts'
import { BY_OPERATOR, type Played } from './play.ts'
import type { Playbook } from './playbook.ts'
import { isCutShort, recoveryOf } from './recovery.ts'
import { bySecond } from './requests.ts'
import { scoreOf } from './score.ts'
import type { Asked } from './score-parts.ts'
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
  const { observer, faults, requests, stoppedAt } = played
  const { recovery, cutShort } = recoveries(it)
  const run = { from: it.startedAt, timeScale: stage.site.timeScale, stoppedAt }
  const measured = {
    faults,
    recovery,
    invariants,
    alarms: detection(playbook, stage.system, observer.changes, faults, run),
    steadyState: probes(it, recovery),
  }
  const asked = askedBy(it)
  const stopped = it.signal.aborted ? BY_OPERATOR : played.ending.stopped
  return {
    format: 2,
    run: factsOf(it),
    environment: it.environment,
    load: played.load?.summary ?? null,
    phases: phases.done,
    requests: bySecond(requests),
    copies: observer.copies,
    ...measured,
    remarks: [...played.remarks, ...cutShort],
    asked,
    score: scoreOf(measured, { stopped, injected: faults.length > 0, asked }),
    verdict: verdictOf(measured, { ...played.ending, stopped }),
  }
}

const askedBy = ({ playbook: { steadyState, alarms, recovery }, prepared }: Done): Asked => ({
  steadyState: steadyState.length,
  detection: alarms.mustFire.length + alarms.mustNotFire.length,
  recovery: recovery.length,
  invariants: prepared.length,
})

/** How often it is said what is counted. */
const EVERY_MS = 5000

/** Counts each invariant until it holds or the playbook's time for queues to run empty is over. */
async function countAll({ stage, playbook, phases, played, startedAt, prepared, view, signal }: Done) {
  const accepted = (subject: string) => idsOf(played.requests, subject)
  const deadline = Date.now() + playbook.settleSeconds * 1000
  const notYet = (waitsFor: string) => {
    signal.throwIfAborted()
    const left = Math.max(0, Math.ceil((deadline - Date.now()) / 1000))
    view.wait(`waiting ${waitsFor} (for ${left} s more)`)
  }
  const results: InvariantResult[] = []
  await phases.during('invariants', playbook.settleSeconds, async () => {
    for (const one of prepared) {
      const counting = setInterval(() => view.wait(`counting: ${one.invariant.title}`), EVERY_MS)
      const run = { stage, startedAt, accepted, load: played.run }
      const result = await holds(one, run, deadline, notYet).finally(() => clearInterval(counting))
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
  it.notCounted
    ? `NOT COUNTED: ${it.title}: ${it.notCounted}`
    : `${it.ok ? 'holds' : 'VIOLATED'}: ${it.title} (${it.counted} of ${it.expected}${leftOutText(it)})`

const leftOutText = ({ leftOut }: InvariantResult): string =>
  leftOut.count === 0 ? '' : `; left out: ${leftOut.count}, first: ${leftOut.examples[0]}`

/** Each recovery is looked for from its fault on, to the next fault or the end of what was seen; those that the load's stop cut short are told apart. */
function recoveries({ stage, playbook, played }: Done) {
  const { faults, observer, requests, stoppedAt } = played
  const pace = { timeScale: stage.site.timeScale, periodSeconds: stage.site.metrics.periodSeconds }
  const all = playbook.recovery.flatMap((it) => {
    const fault = faults.find((one) => one.id === it.after)
    if (!fault) return []
    const next = faults.find((one) => one.startedAt > fault.startedAt)
    const bounds = { from: fault.startedAt, until: next?.startedAt ?? Date.now() }
    const { copies } = observer
    const result = recoveryOf(it, stage.system, { requests, copies }, bounds, pace)
    return [{ result, cutShort: isCutShort(result, fault.startedAt, stoppedAt, pace.timeScale) }]
  })
  return {
    recovery: all.filter((it) => !it.cutShort).map((it) => it.result),
    cutShort: all
      .filter((it) => it.cutShort)
      .map(({ result }) => `recovery of ${result.failure} was not measured to its end: the load was stopped`),
  }
}

function probes({ stage, playbook, played }: Done, recovery: readonly RecoveryResult[]) {
  const { requests, faults, loadStartedAt, stoppedAt } = played
  const load = {
    from: loadStartedAt,
    baselineEnd: loadStartedAt + (playbook.baselineSeconds / stage.site.timeScale) * 1000,
    to: requests.reduce((last, it) => Math.max(last, it.sentAt), loadStartedAt) + 1,
  }
  const windows = windowsOf(load, faults, recovery, stoppedAt !== null)
  return steadyState(playbook, stage.system, requests, windows)
}

const factsOf = ({ stage, playbook, id, seed, startedAt }: Done): Journal['run'] => ({
  id,
  system: stage.system.title,
  subjects: Object.fromEntries(Object.entries(stage.system.subjects).map(([id, { plural }]) => [id, plural])),
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
