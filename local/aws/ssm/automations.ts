import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Context } from '../../types.ts'
import { records } from '../fis/records.ts'
import type { CallApi } from './api-call.ts'
import type { Documents } from './documents.ts'
import { badParameters, noDefinition, noExecution } from './errors.ts'
import { type Execution, hasEnded } from './execution.ts'
import { type RunTools, runExecution, undoExecution } from './run.ts'

/** What a document is started with. */
export interface AutomationStart {
  /** Name or ARN. */
  readonly document: string
  readonly parameters: Readonly<Record<string, string>>
}

/** An execution that a crash cut off; `problem` says why it could not be undone, null where it is. */
export interface Undone {
  readonly execution: string
  readonly document: string
  readonly problem: string | null
}

/** Automation executions, one file each. */
export interface Automations {
  /** Throws an `AwsError` where there is no such document, or its parameters are wrong. */
  start(it: AutomationStart): Execution
  find(id: string): Execution
  all(): readonly Execution[]
  /** Resolves when it has ended, its undo included. */
  ended(id: string): Promise<Execution>
  /** Cancels it where it runs: its document's undo follows. */
  stop(id: string): void
  /** Undoes what a crash cut off. */
  recover(): Promise<readonly Undone[]>
}

interface Running {
  readonly stopper: AbortController
  readonly done: Promise<void>
}

/** Runs documents by calls of the AWS endpoint; an execution is on disk before each of its steps. */
export function automations(
  { system, state, timeScale }: Pick<Context, 'system' | 'state' | 'timeScale'>,
  { documents, call }: { readonly documents: Documents; readonly call: CallApi },
): Automations {
  const kept = records<Execution>(join(state, 'ssm', 'executions'), { durable: true })
  const cutOff = kept.all().filter((it) => !hasEnded(it))
  const running = new Map<string, Running>()
  const globals = { 'global:REGION': system.region, 'global:ACCOUNT_ID': system.account }
  const tools: RunTools = { call, timeScale, globals, save: (it) => void kept.put(it) }
  const find = (id: string): Execution => {
    const found = kept.get(id)
    if (!found) throw noExecution(id)
    return found
  }
  return {
    find,
    all: kept.all,
    start({ document, parameters }) {
      const found = documents.get(document)
      if (!found) throw noDefinition(document)
      checkParameters(found.content.parameters ?? {}, parameters)
      const execution: Execution = {
        id: randomUUID(),
        document: found.id,
        content: found.content,
        parameters,
        status: 'Pending',
        steps: [],
        startedAt: Date.now(),
      }
      kept.put(execution)
      const stopper = new AbortController()
      const done = runExecution(execution, tools, stopper.signal).finally(() => running.delete(execution.id))
      running.set(execution.id, { stopper, done })
      return execution
    },
    async ended(id) {
      await running.get(id)?.done
      return find(id)
    },
    stop(id) {
      running.get(id)?.stopper.abort()
    },
    async recover() {
      const undone: Undone[] = []
      for (const it of cutOff.splice(0))
        undone.push({ execution: it.id, document: it.document, problem: await undoExecution(it, tools) })
      return undone
    },
  }
}

type Declared = Readonly<Record<string, { readonly default?: string }>>

function checkParameters(declared: Declared, given: Readonly<Record<string, string>>): void {
  const findings = [
    ...Object.keys(given)
      .filter((name) => !Object.hasOwn(declared, name))
      .map((name) => `${name} is no parameter of the document.`),
    ...Object.entries(declared)
      .filter(([name, it]) => it.default === undefined && given[name] === undefined)
      .map(([name]) => `Parameter ${name} is missing.`),
  ]
  if (findings.length > 0) throw badParameters(findings.join(' '))
}
