import { tablesFold } from './fold-dynamodb.ts'
import { streamsFold } from './fold-kinesis.ts'
import { movesFold } from './fold-moves.ts'
import { queuesFold } from './fold-sqs.ts'
import type { Control, Entry } from './records.ts'

/** All that the journal amounts to: resources made by hand, tables, queues and streams. */
export function journalFold(keptSince: (stream: string) => number) {
  const tables = tablesFold()
  const queues = queuesFold()
  const streams = streamsFold(keptSince)
  const moves = movesFold()
  let controls: Control[] = []

  function control(entry: Control) {
    if (entry.action === 'Unsubscribe')
      controls = controls.filter((it) => it.subscription !== entry.resource && it.resource !== entry.resource)
    else if (deletesResource(entry))
      controls = controls.filter((it) => it.service !== entry.service || it.resource !== entry.resource)
    else controls.push(entry)
    if (entry.action === 'DeleteTable') tables.drop(entry.resource)
    if (entry.action === 'DeleteQueue') queues.drop(entry.resource)
    if (entry.action === 'DeleteStream') streams.drop(entry.resource)
  }

  return {
    tables,
    queues,
    streams,
    moves,
    controls: (): readonly Control[] => controls,
    apply(entry: Entry) {
      if (entry.kind === 'control') control(entry)
      tables.apply(entry)
      queues.apply(entry)
      streams.apply(entry)
      moves.apply(entry)
    },
    *entries(): Iterable<Entry> {
      yield* controls
      yield* tables.entries()
      yield* queues.entries()
      yield* streams.entries()
      yield* moves.entries()
    },
  }
}
export type JournalFold = ReturnType<typeof journalFold>

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
