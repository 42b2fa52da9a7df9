import { setTimeout as sleep } from 'node:timers/promises'
import { InvokeCommand, type LambdaClient, TooManyRequestsException } from '@aws-sdk/client-lambda'

/** One invocation that was answered; times in milliseconds. */
export interface Answer {
  /** Lambda's own Duration: of the handler, without initialisation. */
  readonly durationMs: number
  /** Null where the environment was warm. */
  readonly initMs: number | null
  readonly failed: boolean
}

/** What an avalanche has come to so far. */
export interface AvalancheCount {
  /** Times that an invocation was refused at the reserved concurrency and came back. */
  throttles: number
  readonly answers: Answer[]
}

export interface Avalanche {
  readonly client: LambdaClient
  readonly functionName: string
  /** The function's STRESS_TOKEN. */
  readonly token: string
  readonly invocations: number
  /** Calls off what has not begun; what runs ends by itself. */
  readonly signal: AbortSignal
  readonly count: AvalancheCount
}

/** Hashes of one fraud validation: some 25 ms of a core. */
const ROUNDS = 10_000
const FIRST_BACKOFF_MS = 500
const MOST_BACKOFF_MS = 8_000

/**
 * Offers all invocations to a function at once. So many as its reserved concurrency run, the rest is throttled and
 * comes back. They are synchronous: an asynchronous one could not be called off, nor would it tell how it ended.
 */
export async function avalanche(it: Avalanche): Promise<void> {
  await Promise.all(Array.from({ length: it.invocations }, (_, n) => one(it, n)))
}

async function one(it: Avalanche, invocation: number): Promise<void> {
  // an SDK's own retries would give up: they are made for errors, not for a crowd
  for (let attempt = 0; !it.signal.aborted; attempt += 1) {
    const answer = await invoke(it, invocation)
    if (answer) return void it.count.answers.push(answer)
    it.count.throttles += 1
    await sleep(backoffMs(attempt), undefined, { signal: it.signal }).catch(() => undefined)
  }
}

/** Null where it was throttled. */
async function invoke(
  { client, functionName, token }: Avalanche,
  invocation: number,
): Promise<Answer | null> {
  const Payload = JSON.stringify({ stress: { token, invocation, rounds: ROUNDS } })
  try {
    const { FunctionError, LogResult = '' } = await client.send(
      new InvokeCommand({ FunctionName: functionName, LogType: 'Tail', Payload }),
    )
    const report = Buffer.from(LogResult, 'base64').toString()
    const durationMs = figure(report, 'Duration')
    return {
      durationMs: durationMs ?? 0,
      initMs: figure(report, 'Init Duration'),
      failed: FunctionError !== undefined || durationMs === null,
    }
  } catch (error) {
    if (error instanceof TooManyRequestsException) return null
    throw error
  }
}

/** A figure of the REPORT line in milliseconds; null where the line does not have it. */
function figure(log: string, name: string): number | null {
  const found = new RegExp(`^REPORT .*\\t${name}: ([\\d.]+) ms`, 'm').exec(log)
  return found ? Number(found[1]) : null
}

/** Doubles to its cap, with half of it at random so that the throttled do not come back all at once. */
const backoffMs = (attempt: number) =>
  Math.min(MOST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt) * (0.5 + Math.random() / 2)
