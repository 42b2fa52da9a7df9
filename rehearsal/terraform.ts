import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { execa } from 'execa'
import { platform } from '../model/platform.ts'

/** One call of Terraform in a folder. */
export interface Call {
  readonly folder: string
  readonly args: readonly string[]
  /** File that takes every line. */
  readonly log: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly variables?: Readonly<Record<string, string>>
  readonly onEvent?: (event: Event) => void
  /** What it says is the result: read whole, and not written to the log. */
  readonly asked?: true
}

/** A line of Terraform's JSON output, as far as it is read here. https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
export interface Event {
  readonly type?: string
  readonly '@message'?: string
  readonly diagnostic?: Diagnostic
  readonly hook?: { readonly resource?: { readonly addr?: string }; readonly elapsed_seconds?: number }
}
interface Diagnostic {
  readonly severity: 'error' | 'warning'
  readonly summary: string
  readonly detail?: string
  readonly address?: string
}

export interface Outcome {
  readonly exitCode: number
  readonly stdout: string
  /** What went wrong, one text for each error. */
  readonly errors: readonly string[]
}

// Terraform ends in good order after an interrupt, and must not wait longer for a provider that hangs
const GRACE_MS = 15_000

/** Runs Terraform to its end, whatever that is; after the timeout or an abort it is interrupted, then killed. */
export async function terraform(call: Call): Promise<Outcome> {
  mkdirSync(dirname(call.log), { recursive: true })
  appendFileSync(call.log, `\n$ terraform ${call.args.join(' ')}\n`)
  const errors: string[] = []
  const child = execa('terraform', [...call.args], {
    cwd: call.folder,
    env: environment(call.variables),
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    timeout: call.timeoutMs,
    cancelSignal: call.signal,
    killSignal: 'SIGINT',
    forceKillAfterDelay: GRACE_MS,
    all: true,
  })
  const read = async () => {
    for await (const line of child.iterable({ from: 'all' })) heard(line, call, errors)
  }
  const [ended] = await Promise.all([child, read().catch(() => undefined)])
  if (ended.timedOut) errors.push(`terraform ${call.args[0]} was not done in ${call.timeoutMs / 1000} s`)
  else if (ended.code === 'ENOENT') errors.push('terraform is not on the PATH')
  return { exitCode: ended.exitCode ?? 1, stdout: ended.stdout ?? '', errors }
}

function heard(line: string, call: Call, errors: string[]): void {
  if (!call.asked) appendFileSync(call.log, `${line}\n`)
  const event = eventOf(line)
  if (!event) return
  if (event.diagnostic?.severity === 'error') errors.push(textOf(event.diagnostic))
  call.onEvent?.(event)
}

const textOf = (it: Diagnostic): string => [it.address, it.summary, it.detail].filter(Boolean).join(': ')

function eventOf(line: string): Event | null {
  if (!line.startsWith('{"@level"')) return null
  try {
    return JSON.parse(line) as Event
  } catch {
    return null
  }
}

/** No credentials and no profile of the user's: nothing of a rehearsal reaches AWS. */
function environment(variables: Readonly<Record<string, string>> = {}): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(AWS_|TF_VAR_|TF_LOG)/.test(entry[0]),
  )
  return {
    ...Object.fromEntries(own),
    ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value])),
    AWS_EC2_METADATA_DISABLED: 'true',
    // where a service is called that `services.ts` does not have: nobody listens there
    AWS_ENDPOINT_URL: `http://${platform.host}:9`,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    // Terraform and its provider are started some two hundred times, and live for seconds
    GOGC: '400',
  }
}
