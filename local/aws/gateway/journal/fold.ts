import { tablesFold } from './fold-dynamodb.ts'
import { movesFold } from './fold-moves.ts'
import { queuesFold } from './fold-sqs.ts'
import type { Control, Entry } from './records.ts'

/** What the journal of all but streams amounts to: resources made by hand, tables and queues. */
export function journalFold(expiry?: Map<string, string>) {
  const tables = tablesFold(expiry)
  const queues = queuesFold()
  const moves = movesFold()
  let controls: Control[] = []

  /** A call that was made again word for word says nothing new; what sets a value counts where it came last. */
  function add(entry: Control) {
    const same = controls.findIndex(
      (it) => it.service === entry.service && it.action === entry.action && it.body === entry.body,
    )
    if (same >= 0 && MAKES.test(entry.action)) return
    if (same >= 0) controls.splice(same, 1)
    controls.push(entry)
  }
  function control(entry: Control) {
    if (entry.action === 'Unsubscribe')
      controls = controls.filter((it) => it.subscription !== entry.resource && it.resource !== entry.resource)
    else if (deletesResource(entry))
      controls = controls.filter((it) => it.service !== entry.service || it.resource !== entry.resource)
    else add(entry)
    if (entry.action === 'DeleteQueue') queues.drop(entry.resource)
  }

  return {
    tables,
    queues,
    moves,
    controls: (): readonly Control[] => controls,
    apply(entry: Entry) {
      if (entry.kind === 'control') control(entry)
      tables.apply(entry)
      queues.apply(entry)
      moves.apply(entry)
    },
    *entries(): Iterable<Entry> {
      yield* controls
      yield* tables.entries()
      yield* queues.entries()
      yield* moves.entries()
    },
  }
}
export type JournalFold = ReturnType<typeof journalFold>

const MAKES = /^(?:Create|Subscribe)/
const DELETES = new Set([
  'DeleteTable',
  'DeleteQueue',
  'DeleteStream',
  'DeleteTopic',
  'DeleteSecret',
  'DeleteParameter',
  'DeleteRule',
])
const deletesResource = ({ action }: Control) => DELETES.has(action)
