import type { RunningLoad } from '../../../loadtests/generator.ts'
import type { Request } from '../../../loadtests/record.ts'
import type { AlarmChange } from '../detection.ts'
import { otherExperiments } from '../faults.ts'
import type { CopiesSample } from '../journal.ts'
import type { JournalFile } from '../journal-file.ts'
import type { Stage } from '../site.ts'
import { alarmWatch } from './alarms.ts'
import { copiesWatch } from './copies.ts'

/** All that was seen so far; the lists grow while the game day runs. */
export interface Observer {
  readonly requests: readonly Request[]
  readonly copies: readonly CopiesSample[]
  readonly changes: readonly AlarmChange[]
  /** Ids of experiments that ran beside those of this game day. */
  readonly others: readonly string[]
  /** Sources whose last look was not answered, with the reason: what they did until then is not known. */
  readonly blind: () => readonly string[]
  /** Reads what is left and looks no more. */
  readonly close: () => Promise<void>
}

/** What an observer tells when it is new. */
export interface Listener {
  readonly changed: (change: AlarmChange) => void
  readonly ticked: (observer: Observer) => void
  /** An experiment runs that is not of this game day. */
  readonly met: (experimentId: string) => void
  /** A source did not answer; it is asked again. */
  readonly blind: (source: string, error: Error) => void
}

/** CloudWatch on AWS has nothing new more often. */
const lookMs = ({ site }: Stage) => (site.local ? 1000 : 10_000 / site.timeScale)

/** Looks at load, copies and alarms each second (alarms and copies on AWS every ten) and writes it to the journal. */
export function observe(
  stage: Stage,
  load: Pick<RunningLoad, 'read'>,
  journal: JournalFile,
  listener: Listener,
): Observer {
  const requests: Request[] = []
  const copies: CopiesSample[] = []
  const changes: AlarmChange[] = []
  const sources = {
    alarms: async (look: () => Promise<AlarmChange[]>) => {
      for (const change of await look()) {
        changes.push(change)
        journal.note('alarm', { ...change })
        listener.changed(change)
      }
    },
    copies: async (look: () => Promise<CopiesSample[]>) => {
      const samples = await look()
      copies.push(...samples)
      if (samples.length > 0) journal.sample('copies', { samples })
    },
  }
  const [alarms, counts] = [alarmWatch(stage), copiesWatch(stage)]
  const readLoad = () => void requests.push(...load.read())
  const unseen = new Map<string, string>()
  const others: string[] = []
  const tried = (source: string, work: Promise<void>) =>
    work.then(
      () => void unseen.delete(source),
      (error: Error) => {
        unseen.set(source, `${source} could not be seen: ${error.message}`)
        listener.blind(source, error)
      },
    )
  const look = () =>
    Promise.all([tried('alarms', sources.alarms(alarms)), tried('copies', sources.copies(counts))])
  const lookForOthers = async () => {
    for (const id of (await otherExperiments(stage, journal)).filter((it) => !others.includes(it))) {
      others.push(id)
      journal.note('other experiment', { experimentId: id })
      listener.met(id)
    }
  }
  const blind = () => [...unseen.values()]
  const observer = { requests, copies, changes, others, blind, close }
  // whoever starts one beside this game day is seen within some seconds, at a fifth of the calls
  const watcher = every(5 * lookMs(stage), () => lookForOthers().catch(() => undefined))
  const ticker = every(1000, async () => {
    readLoad()
    listener.ticked(observer)
  })
  const looker = every(lookMs(stage), async () => void (await look()))
  async function close() {
    await Promise.all([ticker(), looker(), watcher()])
    readLoad()
    await look()
  }
  return observer
}

/** Calls `work` again and again, never twice at once; the function given back ends that and waits for the last call. */
function every(ms: number, work: () => Promise<void>): () => Promise<void> {
  let ended = false
  let under: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    const before = under
    under = before.then(() => (ended ? undefined : work()))
  }, ms)
  return async () => {
    ended = true
    clearInterval(timer)
    await under
  }
}
