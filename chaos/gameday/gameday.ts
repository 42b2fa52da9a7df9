import { join } from 'node:path'
import { DEFAULT_SEED, loadFindings } from '../../loadtests/load.ts'
import { experiments } from '../experiments/index.ts'
import { detection } from './detection.ts'
import { environmentOf } from './environment.ts'
import { EXIT } from './exit-codes.ts'
import { runningExperiments } from './faults.ts'
import { holds, type Prepared, prepareAll } from './invariants/count.ts'
import { invariants } from './invariants/index.ts'
import type { InvariantResult } from './invariants/invariant.ts'
import type { Environment, Journal, ProbeResult, RecoveryResult } from './journal.ts'
import { type JournalFile, journalFile } from './journal-file.ts'
import { type PhaseLog, phaseLog } from './phases.ts'
import { BY_OPERATOR, type Played, play } from './play.ts'
import type { Playbook } from './playbook.ts'
import { playbookFindings } from './playbook-check.ts'
import { recoveryOf } from './recovery.ts'
import { writeReport } from './report/report.ts'
import { bySecond, type Window } from './requests.ts'
import { scoreOf } from './score.ts'
import { GAMEDAYS, type Site, type Stage, stageOf } from './site.ts'
import { steadyState } from './steady-state.ts'
import { verdictOf } from './verdict.ts'
import { lineView, liveView, type View } from './view.ts'

/** What a game day is given to speak and to be stopped with. */
export interface GameDayIo {
  /** Progress goes here; a live block where it is a terminal. */
  readonly err: NodeJS.WriteStream
  /** Aborted to end the game day with everything undone. */
  readonly signal: AbortSignal
  readonly seed?: number
}
/** How it ended; paths are null and `problems` say why where it did not begin. */
export interface GameDayEnd {
  readonly exitCode: number
  readonly journalPath: string | null
  readonly reportPath: string | null
  readonly journal: Journal | null
  readonly problems: readonly string[]
}

/** Plays a playbook on a site that is up: baseline, load, injects, recovery, invariants, score, journal, report. */
export async function gameday(site: Site, playbook: Playbook, io: GameDayIo): Promise<GameDayEnd> {
  const stage = stageOf(site)
  const view = io.err.isTTY ? liveView(io.err) : lineView(io.err)
  try {
    const wrong = playbookFindings(playbook, stage.system, experimentIds(site.system))
    if (wrong.length > 0) return notBegun(EXIT.usage, wrong)
    const lacking = await lackingFor(stage, playbook)
    if (lacking.length > 0) return notBegun(EXIT.prerequisite, lacking)
    return await run(stage, playbook, io, view)
  } finally {
    view.close()
    stage.clients.close()
  }
}

const experimentIds = (system: string) =>
  experiments.filter((it) => it.system.id === system).map((it) => it.id)

const notBegun = (exitCode: number, problems: readonly string[]): GameDayEnd => ({
  exitCode,
  journalPath: null,
  reportPath: null,
  journal: null,
  problems,
})

async function lackingFor(stage: Stage, playbook: Playbook): Promise<string[]> {
  const running = await runningExperiments(stage).catch((error: Error) => [`(FIS: ${error.message})`])
  return [
    ...loadFindings(stage.site, playbook.load),
    ...(await sickEngines(stage.site.statusUrl)),
    ...running.map((id) => `experiment ${id} is running: wait for its end, or './cafe recover' stops it`),
  ]
}

interface Sick {
  readonly engines: readonly { readonly id: string; readonly health: string | null }[]
}
/** Engines of the local platform that do not answer; on AWS nobody asks. */
async function sickEngines(statusUrl: string | null): Promise<string[]> {
  if (!statusUrl) return []
  const status = (await (await fetch(statusUrl)).json()) as Sick
  return status.engines.flatMap((it) => (it.health === null ? [] : `${it.id} is not well: ${it.health}`))
}

async function run(stage: Stage, playbook: Playbook, io: GameDayIo, view: View): Promise<GameDayEnd> {
  const startedAt = Date.now()
  const seed = io.seed ?? DEFAULT_SEED
  const id = `${new Date(startedAt).toISOString().replaceAll(/[:.]/g, '-')}-${playbook.id}`
  const journal = journalFile(join(stage.site.state, GAMEDAYS, id))
  journal.note('game day starts', { pid: process.pid, playbook: playbook.id, seed })
  view.say(`${playbook.title}; journal in ${journal.folder}`)
  const phases = phaseLog(journal, view)
  try {
    const environment = await environmentOf(stage)
    const prepared = await prepareAll(invariants[stage.system.id] ?? [], stage)
    const played = await play({ stage, playbook, journal, phases, view, signal: io.signal, seed })
    const run = { stage, playbook, phases, played, id, seed, startedAt, environment, prepared, view }
    return await conclude(run, journal)
  } catch (error) {
    journal.note('failed', { error: error instanceof Error ? error.message : String(error) })
    throw error
  } finally {
    journal.close()
  }
}

interface Concluding {
  readonly stage: Stage
  readonly playbook: Playbook
  readonly phases: PhaseLog
  readonly played: Played
  readonly id: string
  readonly seed: number
  readonly startedAt: number
  readonly environment: Environment
  readonly prepared: readonly Prepared[]
  readonly view: View
}

async function conclude(it: Concluding, file: JournalFile): Promise<GameDayEnd> {
  const counted = it.played.ending.stopped === BY_OPERATOR ? [] : await countAll(it)
  const journal = journalOf(it, counted)
  const journalPath = file.finish(journal)
  const reportPath = await writeReport(journal, file.folder)
  return { exitCode: journal.verdict.exitCode, journalPath, reportPath, journal, problems: [] }
}

/** Counts every invariant, each until it holds or the playbook's time for queues to run empty is over. */
function countAll({ stage, playbook, phases, played, startedAt, prepared, view }: Concluding) {
  const accepted = played.observer.requests.flatMap((request) => request.order || [])
  const deadline = Date.now() + playbook.settleSeconds * 1000
  return phases.during('invariants', playbook.settleSeconds, async () => {
    const results: InvariantResult[] = []
    for (const one of prepared) {
      const result = await holds(one, { stage, startedAt, accepted }, deadline, (now) =>
        view.wait(`${now.title}: not yet, ${now.violations} open`),
      )
      view.say(
        `${result.ok ? 'holds' : 'VIOLATED'}: ${result.title} (${result.counted} of ${result.expected})`,
      )
      results.push(result)
    }
    return results
  })
}

function journalOf(it: Concluding, invariants: Journal['invariants']): Journal {
  const { stage, playbook, played, phases, environment } = it
  const { observer, faults, ending } = played
  const recovery = recoveries(it)
  const measured = {
    faults,
    recovery,
    invariants,
    alarms: detection(playbook, stage.system, observer.changes, faults, {
      from: it.startedAt,
      timeScale: stage.site.timeScale,
    }),
    steadyState: steady(it, recovery),
  }
  return {
    format: 1,
    run: factsOf(it),
    environment,
    phases: phases.done,
    requests: bySecond(observer.requests),
    copies: observer.copies,
    ...measured,
    score: scoreOf(measured),
    verdict: verdictOf(measured, ending),
  }
}

const factsOf = ({ stage, playbook, id, seed, startedAt }: Concluding): Journal['run'] => ({
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

/** Each recovery is looked for from its fault on, to the next fault or the end of what was seen. */
function recoveries({ stage, playbook, played }: Concluding): RecoveryResult[] {
  const { faults, observer } = played
  return playbook.recovery.flatMap((it) => {
    const fault = faults.find((one) => one.id === it.after)
    if (!fault) return []
    const next = faults.find((one) => one.startedAt > fault.startedAt)
    const bounds = { from: fault.startedAt, until: next?.startedAt ?? Date.now() }
    return [recoveryOf(it, stage.system, observer, bounds, stage.site.timeScale)]
  })
}

/** Before: load start to first fault. During: first fault to last recovery. After: from then to the load's end. */
function steady(it: Concluding, recovery: readonly RecoveryResult[]): ProbeResult[] {
  const { requests } = it.played.observer
  const { faults, loadStartedAt } = it.played
  const baselineEnd = loadStartedAt + (it.playbook.baselineSeconds / it.stage.site.timeScale) * 1000
  const end = (requests.at(-1)?.sentAt ?? loadStartedAt) + 1
  const first = faults[0]?.startedAt
  const before = { from: loadStartedAt, to: baselineEnd }
  if (first === undefined) return steadyState(it.playbook, it.stage.system, requests, { before })
  const ends = recovery.map((one) => {
    const from = faults.find((fault) => fault.id === one.after)!.startedAt
    return one.seconds === null ? end : from + one.seconds * 1000
  })
  const over = Math.min(end, Math.max(first, ...ends))
  const windows: Record<'before' | 'during' | 'after', Window> = {
    before,
    during: { from: first, to: over },
    after: { from: over, to: end },
  }
  return steadyState(it.playbook, it.stage.system, requests, windows)
}
