import type { LoadResult } from '../../loadtests/generator.ts'
import type { AlarmChange } from './detection.ts'
import { experimentsOf, stopExperiments } from './faults.ts'
import { faultRecord } from './injection.ts'
import type { FaultRecord } from './journal.ts'
import type { Play, Run } from './run.ts'
import { loadBegins, recovered, withFaults } from './sequence.ts'
import type { Ending } from './verdict.ts'
import { liveOf } from './view.ts'
import { type Observer, observe } from './watch/observer.ts'

/** What was seen and done, before anything is counted. */
export interface Played {
  readonly observer: Observer
  readonly faults: readonly FaultRecord[]
  readonly load: LoadResult | null
  /** Unix milliseconds of the first request; the playbook's times count from here. */
  readonly loadStartedAt: number
  readonly ending: Ending
}

/** Why a run ended that its operator ended. */
export const BY_OPERATOR = 'by the operator'

/**
 * Load, baseline, injects, recovery. Whatever happens in between — a stop condition, Ctrl-C, an error — it ends with
 * every experiment stopped and the load gone.
 */
export async function play(it: Play): Promise<Played> {
  const { stage, playbook, journal, signal } = it
  const load = stage.site.load.start(playbook.load, { folder: journal.folder, seed: it.seed })
  journal.note('load started', { ...load.trace, load: playbook.load, seed: it.seed })
  const observer = observe(stage, load, journal, listenerOf(it))
  const run: Run = { ...it, load, observer, injections: [], halt: new AbortController() }
  let left: string[] = []
  let heldBack: string | null = null
  let loadStartedAt = load.startedAt
  try {
    loadStartedAt = await loadBegins(run)
    heldBack = await withFaults(run, loadStartedAt)
    await recovered(run)
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    left = await undo(run)
    await observer.close()
  }
  const faults = await Promise.all(run.injections.map((one) => faultRecord(stage, one)))
  const ending = {
    stopped: stoppedBy(signal, faults),
    heldBack,
    left: left.map((id) => `experiment ${id}`),
  }
  return { observer, faults, load: await load.done.catch(() => null), loadStartedAt, ending }
}

/** Stops every experiment of this game day and its load; gives the experiments that did not end. */
async function undo({ stage, load, journal }: Run): Promise<string[]> {
  load.stop()
  const left = await stopExperiments(stage, () => experimentsOf(stage, journal)).catch((error: Error) => [
    `of unknown id: ${error.message}`,
  ])
  await load.done.catch((error: Error) => journal.note('load failed', { reason: error.message }))
  journal.note('undone', { left })
  return left
}

function stoppedBy(signal: AbortSignal, faults: readonly FaultRecord[]): string | null {
  if (signal.aborted) return BY_OPERATOR
  const stopped = faults.find((it) => it.status === 'stopped')
  return stopped ? `experiment of '${stopped.id}': ${stopped.reason.replace(/\.$/, '')}` : null
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
