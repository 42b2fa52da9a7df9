import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lastLines } from '../local/processes.ts'
import { type Change, changesIn, type Plan } from './plan.ts'
import { type Call, type Event, type Outcome, terraform } from './terraform.ts'
import type { StackFolder } from './workspace.ts'

/** What a step takes at most; Terraform is interrupted then. */
const MINUTE = 60_000
const LIMITS = {
  init: 5 * MINUTE,
  plan: 3 * MINUTE,
  show: MINUTE,
  apply: 6 * MINUTE,
  output: MINUTE,
  state: MINUTE,
  destroy: 6 * MINUTE,
} as const
type Command = keyof typeof LIMITS

/** Where steps of a rehearsal run, and who hears of them. */
export interface Stage {
  /** Folder of the logs, one for each stack. */
  readonly logs: string
  readonly signal: AbortSignal
  /** Values of Terraform's variables. */
  readonly variables: Readonly<Record<string, string>>
  readonly say: (text: string) => void
}

/** Steps that failed: which, of which stack, and all that Terraform said of them. */
export class StepError extends Error {}

function failure(what: string, errors: readonly string[], log: string): StepError {
  const said = errors.length > 0 ? errors : [`(no reason given)\n${lastLines(log)}`]
  return new StepError(
    [`${what} failed:`, ...said.map((it) => `  - ${it}`), `  The whole log is ${log}.`].join('\n'),
  )
}

const PLAN_FILE = 'rehearsal.tfplan'
// the provider mostly waits: until what it made is seen the same six times, or for half a minute before its first look
const AT_ONCE = '-parallelism=40'

/** Terraform's steps on one stack; each throws a StepError where Terraform fails. */
export function stepsOf(it: StackFolder, stage: Stage) {
  const log = join(stage.logs, `${it.name}.log`)
  const call = (command: Command, args: readonly string[], more: Partial<Call> = {}): Promise<Outcome> =>
    terraform({
      folder: it.folder,
      args: [command, ...args],
      log,
      timeoutMs: LIMITS[command],
      signal: stage.signal,
      variables: stage.variables,
      onEvent: progressOf(it.name, stage.say),
      ...more,
    })
  const must = async (command: Command, args: readonly string[], more?: Partial<Call>) => {
    const outcome = await call(command, args, more)
    if (outcome.exitCode !== 0) throw failure(`${it.name}: terraform ${command}`, outcome.errors, log)
    return outcome
  }
  const planFile = join(it.folder, 'plan.json')
  const shown = async (): Promise<Plan> => {
    const { stdout } = await must('show', ['-json', PLAN_FILE], { asked: true })
    return JSON.parse(stdout) as Plan
  }
  return {
    /** Initialises, validates and plans what is not there, and writes the plan as JSON. Returns the JSON's path. */
    async plan(): Promise<string> {
      const { errors } = await call('init', ['-json', '-input=false'])
      // with dev_overrides `init` fails and all is there; `plan` begins with what `validate` does
      const made = await call('plan', ['-json', '-input=false', `-out=${PLAN_FILE}`])
      if (made.exitCode !== 0) throw failure(`${it.name}: terraform plan`, [...errors, ...made.errors], log)
      writeFileSync(planFile, JSON.stringify(await shown()))
      return planFile
    },
    apply: () => must('apply', ['-json', '-input=false', AT_ONCE, PLAN_FILE]),
    /** Plans again. Returns what would change: nothing, where AWS keeps what it was told. */
    async again(): Promise<readonly Change[]> {
      const args = ['-json', '-input=false', '-detailed-exitcode', `-out=${PLAN_FILE}`]
      const outcome = await call('plan', args)
      if (outcome.exitCode === 0) return []
      if (outcome.exitCode !== 2) throw failure(`${it.name}: terraform plan`, outcome.errors, log)
      return changesIn(await shown())
    },
    /** Values of the stack's outputs, by name. */
    async outputs(): Promise<Readonly<Record<string, unknown>>> {
      const { stdout } = await must('output', ['-json'], { asked: true })
      const all = JSON.parse(stdout) as Record<string, { readonly value: unknown }>
      return Object.fromEntries(Object.entries(all).map(([name, { value }]) => [name, value]))
    },
    // the second plan has just read what is there
    destroy: () => must('destroy', ['-json', '-input=false', '-refresh=false', AT_ONCE, '-auto-approve']),
    /** Addresses of what the stack still has. */
    async held(): Promise<readonly string[]> {
      const { stdout } = await must('state', ['list'], { asked: true })
      return stdout.split('\n').filter(Boolean)
    },
    planned: () => JSON.parse(readFileSync(planFile, 'utf8')) as Plan,
  }
}
export type Steps = ReturnType<typeof stepsOf>

/** A word for what takes long, every ten seconds, as Terraform itself tells it. */
function progressOf(stack: string, say: (text: string) => void) {
  return (event: Event) => {
    const at = event.hook?.resource?.addr
    if (event.type === 'apply_progress' && at)
      say(`  ${stack}: ${at} still at it (${event.hook?.elapsed_seconds} s)`)
  }
}
