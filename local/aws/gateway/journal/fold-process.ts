import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { upstream } from '../upstream.ts'
import { chunksOf } from './chunks.ts'
import { type JournalFold, journalFold } from './fold.ts'
import type { FoldTask, Plan, Store } from './fold-task.ts'
import { load, loadFile } from './load.ts'
import type { Entry, Message } from './records.ts'
import { entriesOf, lineOf } from './segment.ts'

/** Folds a journal for the process that started it, and ends with it. */
const task = JSON.parse(process.argv[2]!) as FoldTask
const IN_LINE = 50
const LINES_AT_ONCE = 500
const CHUNK_LENGTH = 1024 * 1024
const BEHIND_OTHERS = 10
let isDone = false
process.on('disconnect', () => {
  if (!isDone) process.exit(1)
})

async function run(): Promise<void> {
  if (task.target) setPriority(BEHIND_OTHERS)
  const fold = journalFold(new Map(task.expiry))
  for await (const entry of entriesOf(task.files)) fold.apply(entry)
  if (task.target) await writeBase(task.target, fold)
  else await fill(fold)
}

async function writeBase(file: string, fold: JournalFold): Promise<void> {
  const handle = await open(file, 'w', 0o600)
  for (const some of inGroups(fold.entries(), LINES_AT_ONCE))
    await handle.appendFile(some.map((entry) => lineOf([entry])).join(''))
  await handle.sync()
  await handle.close()
}

/** Tells what is to be done beside MiniStack's stores, and fills these once it is told where they are. */
async function fill(fold: JournalFold): Promise<void> {
  const messages = [...messagesOf(fold)]
  const done = fold.queues.done().map(({ queue, message }) => [queue, message] as const)
  const plan: Plan = {
    controls: fold.controls(),
    open: fold.tables.open() as readonly Entry[],
    messages: messages.map(([queue, message]) => [queue, { ...message, body: '' }]),
    done,
    moves: fold.moves.all(),
  }
  process.send!(plan)
  const [{ host, port, secret }] = (await once(process, 'message')) as [Store]
  const { send, close } = upstream({ endpoint: () => ({ host, port }), secret })
  for (const file of task.streams ?? []) await loadFile(send, file)
  let passedOver = 0
  for (const chunk of chunked(linesOf(fold, done, messages))) passedOver += await load(send, chunk)
  close()
  process.send!({ passedOver })
}

type Sent = readonly (readonly [queue: string, message: Message])[]

function* linesOf(fold: JournalFold, done: Sent, messages: Sent): Iterable<object> {
  for (const [table, images] of Map.groupBy(fold.tables.images(), (image) => image.table))
    for (const some of chunksOf(images, IN_LINE)) yield { table, items: some.map(({ item }) => item) }
  for (const [queue, sent] of done) yield { queue, sent }
  for (const [queue, message] of messages) yield { queue, message }
  yield { end: true }
}

/** Lines of JSON, about a megabyte at a time. */
function* chunked(lines: Iterable<object>): Generator<Buffer> {
  let text = ''
  for (const line of lines) {
    text += `${JSON.stringify(line)}\n`
    if (text.length < CHUNK_LENGTH) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

function* messagesOf({ queues }: JournalFold): Iterable<readonly [string, Message]> {
  for (const queue of queues.names()) for (const message of queues.messages(queue)) yield [queue, message]
}

function* inGroups<T>(all: Iterable<T>, size: number): Generator<readonly T[]> {
  let group: T[] = []
  for (const it of all) {
    group.push(it)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

run().then(
  () => {
    isDone = true
    process.disconnect?.()
  },
  (error: Error) => process.send!({ failure: error.message }, () => process.exit(1)),
)
