import { setTimeout as sleep } from 'node:timers/promises'
import { lastLines, type Running, type Start } from '../processes.ts'
import type { WatchedServer } from '../server-watch.ts'
import type { Context } from '../types.ts'

/** One process of an engine: how it starts, how one knows that it answers, and what its end means. */
export interface ServerSpec {
  /** Unique in the system; names the log. */
  readonly name: string
  /** Id in the model that events are said under. */
  readonly part: string
  /** Prepares the ground and gives the command; asked before every start. */
  launch(): Promise<Omit<Start, 'name'>>
  /** Rejects while the server does not answer. */
  answers(): Promise<unknown>
  /** Where it listens, and what it answers to whatever its state: silence means that it hangs. */
  readonly greeted: WatchedServer['greeted']
  /** The signal for a stop in good order; SIGTERM unless said otherwise. */
  readonly stopSignal?: NodeJS.Signals
  /** Called when it has ended unasked; without it the server is started again until it answers. */
  died?(): void
}

const START_MS = 60_000
const ASK_EVERY_MS = 20

/** Resolves when a process that was just started answers; the error says why it did not, with its log's last lines. */
export async function untilItAnswers(ctx: Context, spec: ServerSpec, child: Running): Promise<void> {
  for (const deadline = Date.now() + START_MS; ; await sleep(ASK_EVERY_MS)) {
    const answered = await spec.answers().then(
      () => true,
      () => false,
    )
    if (!child.alive()) throw startError(ctx, spec, 'ended while it started')
    if (answered) return
    if (Date.now() < deadline) continue
    await child.stop('SIGKILL')
    throw startError(ctx, spec, `did not answer within ${START_MS / 1000} s`)
  }
}

const HINTS: readonly [RegExp, string][] = [
  [/no space left|disk (is )?full/i, 'The disk is full: free some room and start again.'],
  [/address already in use/i, 'Something else listens on its port: start again, and it takes another.'],
  [/cannot allocate memory|out of memory/i, 'Memory is short: end other programs and start again.'],
]

function startError(ctx: Context, spec: ServerSpec, what: string): Error {
  const log = ctx.processes.logOf(spec.name)
  const lines = lastLines(log)
  const hint = HINTS.find(([pattern]) => pattern.test(lines))?.[1] ?? `The whole log is ${log}.`
  return new Error(`${spec.part}: ${spec.name} ${what}. ${hint} Its last lines:\n${lines}`)
}
