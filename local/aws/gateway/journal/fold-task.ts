import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Address } from '../../../types.ts'
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
  /** Files of the streams' journal, which MiniStack reads by itself. */
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

/** Where a MiniStack is, and the secret without which it answers nobody. */
export interface Store extends Address {
  readonly secret: string
}

type Told = Plan | { readonly passedOver: number } | { readonly failure: string }

/** A journal being folded by a process of its own: its history never stands in the memory of this one. */
export interface Folding {
  readonly plan: Promise<Plan>
  /** Puts everything but the plan into an empty MiniStack; gives how many lines were about what is not there. */
  fill(store: Store): Promise<number>
  /** Rejects with the reason where the journal could not be folded. */
  readonly ended: Promise<void>
  stop(): void
}

export function startFold(task: FoldTask): Folding {
  const args = ['--disable-warning=ExperimentalWarning', SCRIPT, JSON.stringify(task)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const plan = Promise.withResolvers<Plan>()
  const filled = Promise.withResolvers<number>()
  let failure = 'it was ended'
  child.on('message', (told: Told) => {
    if ('failure' in told) failure = told.failure
    else if ('passedOver' in told) filled.resolve(told.passedOver)
    else plan.resolve(told)
  })
  const ended = endOf(child, () => failure)
  for (const it of [plan, filled]) {
    ended.catch(it.reject)
    it.promise.catch(() => undefined)
  }
  const fill = (store: Store) => {
    child.send(store)
    return filled.promise
  }
  return { plan: plan.promise, fill, ended, stop: () => void child.kill('SIGKILL') }
}

function endOf(child: ChildProcess, why: () => string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  child.on('error', reject)
  child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(why()))))
  promise.catch(() => undefined)
  return promise
}
