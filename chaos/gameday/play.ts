import type { LoadResult, RunningLoad } from '../../loadtests/generator.ts'
import type { Request } from '../../loadtests/record.ts'
import type { AlarmChange } from './detection.ts'
import { experimentsOf, stopExperiments } from './faults.ts'
import { faultRecord } from './injection.ts'
import type { FaultRecord } from './journal.ts'
import type { Play, Run, StoppableLoad } from './run.ts'
import { loadBegins, recovered, withFaults } from './sequence.ts'
import type { Ending } from './verdict.ts'
import { liveOf } from './view.ts'
import { type Observer, observe } from './watch/observer.ts'

/** What was seen and done, before anything is counted. */
export interface Played {
  readonly observer: Observer
  /** Begins the `{visit}` of every visitor of this load. */
  readonly run: string
  /** Without those that the end of the load cut off: they are nobody's failure. */
  readonly requests: readonly Request[]
  /** Unix milliseconds at which the load was stopped before its end; null where it was not. */
  readonly stoppedAt: number | null
  /** What a reader of the figures has to know beside them. */
  readonly remarks: readonly string[]
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
  const load = stoppable(stage.site.load.start(playbook.load, { folder: journal.folder, seed: it.seed }))
  journal.note('load started', { ...load.trace, load: playbook.load, seed: it.seed })
  const observer = observe(stage, load, journal, listenerOf(it))
  const [halt, undone] = [new AbortController(), new AbortController()]
  const run: Run = { ...it, load, observer, injections: [], halt, undone }
  let left: string[] = []
  let faults: readonly FaultRecord[] = []
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
    faults = await Promise.all(run.injections.map((one) => faultRecord(run, one)))
    await observer.close()
  }
  const ending = {
    stopped: stoppedBy(signal, faults),
    heldBack,
    left: left.map((id) => `experiment ${id}`),
    blind: observer.blind(),
  }
  const stoppedAt = load.stoppedAt()
  const requests = observer.requests.filter((one) => !isCutOff(one, stoppedAt))
  const remarks = remarksOf(observer, observer.requests.length - requests.length, load.unreadable())
  const result = await load.done.catch(() => null)
  return {
    observer,
    run: load.run,
    requests,
    stoppedAt,
    remarks,
    faults,
    load: result,
    loadStartedAt,
    ending,
  }
}

/** The load, which remembers when it was stopped before its end. */
function stoppable(load: RunningLoad): StoppableLoad {
  let stoppedAt: number | null = null
  let over = false
  const end = () => {
    over = true
  }
  load.done.then(end, end)
  const stop = () => {
    if (!over) stoppedAt ??= Date.now()
    load.stop()
  }
  return { ...load, stop, stoppedAt: () => stoppedAt }
}

/** No answer had come when the load was stopped: nobody knows whether one would have. */
export const isCutOff = ({ status, sentAt, ms }: Request, stoppedAt: number | null): boolean =>
  stoppedAt !== null && status === 0 && sentAt + ms >= stoppedAt

const remarksOf = ({ others }: Observer, cutOff: number, unreadable: number): string[] => [
  ...others.map(
    (id) => `experiment ${id} was started beside this game day: its effects are in these figures`,
  ),
  ...(cutOff > 0 ? [`${cutOff} requests were cut off as the load was stopped, and count nowhere`] : []),
  ...(unreadable > 0 ? [`${unreadable} lines of the load's record cannot be read, and are left out`] : []),
]

/** Stops every experiment of this game day and its load; gives the experiments that did not end. */
async function undo({ stage, load, journal, view, undone }: Run): Promise<string[]> {
  load.stop()
  const waiting = (ids: readonly string[]) =>
    view.wait(`waiting until the faults are undone: ${ids.join(', ')}`)
  const left = await stopExperiments(stage, () => experimentsOf(stage, journal), waiting).catch(
    (error: Error) => [`of unknown id: ${error.message}`],
  )
  undone.abort()
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
    met: (id: string) =>
      view.say(`experiment ${id} was started beside this game day: it is measured with it`),
    blind: (source: string, error: Error) => {
      if (!signal.aborted && !said.has(source)) view.say(`${source} cannot be seen: ${error.message}`)
      said.add(source)
    },
  }
}
