import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { JournalFile } from './journal-files.ts'
import type { Control, Entry, Message, MoveTask } from './records.ts'

const SCRIPT = join(import.meta.dirname, 'fold-process.ts')

/** What the folding process is asked for: a journal's base, or what MiniStack is to be filled with. */
export interface FoldTask {
  readonly files: readonly JournalFile[]
  /** By table, the attribute with the second in which an item expires. */
  readonly expiry: readonly (readonly [string, string])[]
  /** File to write the base to. */
  readonly target?: string
  /** Files of the streams' journal, which are passed on as they are. */
  readonly streams?: readonly JournalFile[]
}

/** What this process must know of the journal; the rest goes to MiniStack. */
export interface Plan {
  readonly controls: readonly Control[]
  /** Writes of DynamoDB that are to be done again. */
  readonly open: readonly Entry[]
  /** Messages that nobody has deleted, without their bodies. */
  readonly messages: readonly (readonly [string, Message])[]
  readonly moves: readonly MoveTask[]
  /** Messages that somebody has deleted, whose deduplication ids still count. */
  readonly done: readonly (readonly [string, Message])[]
}

/** A journal being folded by a process of its own: its history never stands in the memory of this one. */
export interface Folding {
  readonly plan: Promise<Plan>
  /** Lines for MiniStack, about a megabyte at a time. */
  chunks(): AsyncGenerator<Buffer>
  /** Rejects with the reason where the journal could not be folded. */
  readonly ended: Promise<void>
  stop(): void
}

const CHUNK_BYTES = 1024 * 1024

export function startFold(task: FoldTask): Folding {
  const args = ['--disable-warning=ExperimentalWarning', SCRIPT, JSON.stringify(task)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const plan = Promise.withResolvers<Plan>()
  let failure = 'it was ended'
  child.on('message', (message: Plan | { readonly failure: string }) => {
    if ('failure' in message) failure = message.failure
    else plan.resolve(message)
  })
  // Node throws away what nobody has begun to read when the process ends
  const lines = child.stdout!.pipe(new PassThrough())
  const ended = endOf(child, () => failure)
  ended.catch(plan.reject)
  plan.promise.catch(() => undefined)
  return { plan: plan.promise, ended, chunks: () => chunksOf(lines), stop: () => void child.kill('SIGKILL') }
}

function endOf(child: ChildProcess, why: () => string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  child.on('error', reject)
  child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(why()))))
  promise.catch(() => undefined)
  return promise
}

/** Cut where a line ends. */
async function* chunksOf(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let size = 0
  for await (const chunk of lines) {
    waiting.push(chunk)
    size += chunk.length
    const end = chunk.lastIndexOf('\n')
    if (size < CHUNK_BYTES || end < 0) continue
    const text = Buffer.concat(waiting)
    const cut = text.lastIndexOf('\n') + 1
    yield text.subarray(0, cut)
    waiting = [text.subarray(cut)]
    size = text.length - cut
  }
  if (size > 0) yield Buffer.concat(waiting)
}
