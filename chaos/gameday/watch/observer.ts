import type { RunningLoad } from '../../../loadtests/generator.ts'
import type { Request } from '../../../loadtests/record.ts'
import type { AlarmChange } from '../detection.ts'
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
  /** Reads what is left and looks no more. */
  readonly close: () => Promise<void>
}

/** What an observer tells when it is new. */
export interface Listener {
  readonly changed: (change: AlarmChange) => void
  readonly ticked: (observer: Observer) => void
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
  const blind = (source: string) => (error: Error) => listener.blind(source, error)
  const look = () =>
    Promise.all([
      sources.alarms(alarms).catch(blind('alarms')),
      sources.copies(counts).catch(blind('copies')),
    ])
  const observer = { requests, copies, changes, close }
  const ticker = every(1000, async () => {
    readLoad()
    listener.ticked(observer)
  })
  const looker = every(lookMs(stage), async () => void (await look()))
  async function close() {
    await Promise.all([ticker(), looker()])
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
