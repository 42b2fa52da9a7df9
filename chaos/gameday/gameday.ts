import { join } from 'node:path'
import { DEFAULT_SEED } from '../../loadtests/load.ts'
import { drillsOf } from '../systems.ts'
import { conclusion } from './conclusion.ts'
import { environmentOf } from './environment.ts'
import { EXIT } from './exit-codes.ts'
import { prepareAll } from './invariants/count.ts'
import type { Journal } from './journal.ts'
import { journalFile } from './journal-file.ts'
import { phaseLog } from './phases.ts'
import { play } from './play.ts'
import type { Playbook } from './playbook.ts'
import { playbookFindings } from './playbook-check.ts'
import { lackingFor } from './prerequisites.ts'
import { writeReport } from './report/report.ts'
import { GAMEDAYS, type Site, type Stage, stageOf } from './site.ts'
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
    const wrong = playbookFindings(
      playbook,
      stage.system,
      drillsOf(site.system.id).experiments.map((it) => it.id),
    )
    if (wrong.length > 0) return notBegun(EXIT.usage, wrong)
    const lacking = await lackingFor(stage, playbook)
    if (lacking.length > 0) return notBegun(EXIT.prerequisite, lacking)
    return await run(stage, playbook, io, view)
  } finally {
    view.close()
    stage.clients.close()
  }
}

const notBegun = (exitCode: number, problems: readonly string[]): GameDayEnd => ({
  exitCode,
  journalPath: null,
  reportPath: null,
  journal: null,
  problems,
})

async function run(stage: Stage, playbook: Playbook, io: GameDayIo, view: View): Promise<GameDayEnd> {
  const startedAt = Date.now()
  const { signal, seed = DEFAULT_SEED } = io
  const id = `${new Date(startedAt).toISOString().replaceAll(/[:.]/g, '-')}-${playbook.id}`
  const file = journalFile(join(stage.site.state, GAMEDAYS, id))
  file.note('game day starts', { pid: process.pid, playbook: playbook.id, seed })
  view.say(`${playbook.title}; journal in ${file.folder}`)
  const phases = phaseLog(file, view)
  const given = { stage, playbook, phases, view, signal, seed }
  try {
    const environment = await environmentOf(stage)
    const prepared = await prepareAll(await drillsOf(stage.system.id).invariants(), stage)
    const played = await play({ ...given, journal: file })
    const journal = await conclusion({ ...given, played, id, startedAt, environment, prepared })
    const journalPath = file.finish(journal)
    const reportPath = await writeReport(journal, file.folder)
    return { exitCode: journal.verdict.exitCode, journalPath, reportPath, journal, problems: [] }
  } catch (error) {
    file.note('failed', { error: error instanceof Error ? error.message : String(error) })
    throw error
  } finally {
    file.close()
  }
}
