import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { chunksOf } from './chunks.ts'
import { type JournalFold, journalFold } from './fold.ts'
import type { FoldTask, Plan } from './fold-task.ts'
import type { Entry, Message } from './records.ts'
import { entriesOf, lineOf, linesOf } from './segment.ts'

/** Folds a journal for the process that started it, and ends with it. */
const task = JSON.parse(process.argv[2]!) as FoldTask
const IN_LINE = 50
const LINES_AT_ONCE = 500
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

/** Tells what is to be done beside MiniStack's stores, then gives what goes into them. */
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
  for (const [table, images] of Map.groupBy(fold.tables.images(), (image) => image.table))
    for (const some of chunksOf(images, IN_LINE)) await say({ table, items: some.map(({ item }) => item) })
  for (const [queue, sent] of done) await say({ queue, sent })
  for (const [queue, message] of messages) await say({ queue, message })
  for (const file of task.streams ?? [])
    for await (const lines of linesOf(file)) await write(lines.flatMap((line) => [line, NEWLINE]))
  await say({ end: true })
  if (!process.stdout.writableNeedDrain) return
  await once(process.stdout, 'drain')
}

function* messagesOf({ queues }: JournalFold): Iterable<readonly [string, Message]> {
  for (const queue of queues.names()) for (const message of queues.messages(queue)) yield [queue, message]
}

const NEWLINE = Buffer.from('\n')
const say = (line: object) => write([Buffer.from(`${JSON.stringify(line)}\n`)])
async function write(parts: readonly Buffer[]): Promise<void> {
  if (parts.length > 0 && !process.stdout.write(Buffer.concat(parts))) await once(process.stdout, 'drain')
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
