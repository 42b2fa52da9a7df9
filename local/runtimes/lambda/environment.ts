import type { Running } from '../../processes.ts'
import { errorDocument, typeOf } from './documents.ts'
import type { Fault } from './faults.ts'
import { InvocationLog } from './invocation-log.ts'
import { peakMemoryMiB } from './memory.ts'
import { reportLine } from './report.ts'
import type { RuntimeApi, RuntimePeer } from './runtime-api.ts'
import type { FunctionSpec, Instance, Invocation, Outcome, Report } from './types.ts'

/** What an environment is made with. */
export interface EnvironmentParts {
  readonly spec: FunctionSpec
  readonly functionArn: string
  readonly id: string
  /** Lowest free number of the function: names the process and its log. */
  readonly slot: number
  readonly api: RuntimeApi
  /** Starts the process; `onLine` takes each line of its stdout. */
  readonly launch: (address: string, onLine: (line: string) => void) => Running
  readonly onReport: (report: Report) => void
  /** Tells of an end that nobody asked for. */
  readonly say: (what: string, detail: Readonly<Record<string, unknown>>) => void
}

/** The environment could not initialise; the message is Lambda's error document. */
export class InitFailure extends Error {}

// AWS gives initialisation ten seconds, and once more the function's timeout with the first invocation
const INIT_SECONDS = 10

type Answer = Exclude<Fault, { kind: 'delay' }>

interface UnderWay {
  readonly invocation: Invocation
  readonly deadlineMs: number
  readonly end: (payload: string, error: string | null) => void
}

/** One execution environment: a process that serves one invocation at a time. */
export class Environment implements RuntimePeer {
  readonly functionArn: string
  readonly #parts: EnvironmentParts
  readonly #ready = Promise.withResolvers<void>()
  readonly #ended = Promise.withResolvers<void>()
  readonly #log = new InvocationLog()
  readonly #startedAt = Date.now()
  #state: Instance['state'] = 'starting'
  #isUnwanted = false
  #process: Running | null = null
  #inbox = Promise.withResolvers<UnderWay>()
  #underWay: UnderWay | null = null
  #initMs: number | null = null
  #invocations = 0
  #idleSince = Date.now()

  constructor(parts: EnvironmentParts) {
    this.#parts = parts
    this.functionArn = parts.functionArn
    this.#ready.promise.catch(() => {})
  }

  /** Resolves at the first `next`; rejects with an InitFailure. */
  get ready(): Promise<void> {
    return this.#ready.promise
  }
  /** Resolves when its process has ended, however. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }
  get slot(): number {
    return this.#parts.slot
  }
  get idleSince(): number {
    return this.#idleSince
  }
  get usable(): boolean {
    return this.#state === 'idle'
  }
  instance(): Instance {
    return {
      id: this.#parts.id,
      functionId: this.#parts.spec.id,
      pid: this.#process?.pid ?? null,
      state: this.#state,
      startedAt: this.#startedAt,
      invocations: this.#invocations,
    }
  }

  /** Waits the model's cold-start milliseconds, then starts the process that loads the handler. */
  async start(): Promise<void> {
    const { spec, api, launch } = this.#parts
    await new Promise((resolve) => setTimeout(resolve, spec.fn.coldStartMs))
    if (this.#state === 'ended') return
    const { address, close } = await api.open(this)
    this.#process = launch(address, (line) => this.#log.add(line))
    const limit = (INIT_SECONDS + spec.fn.timeoutSeconds) * 1000
    const tooLong = setTimeout(
      () =>
        this.initFailed(errorDocument('Sandbox.Timedout', `${spec.id} did not initialise in ${limit} ms`)),
      limit,
    )
    void this.#ready.promise.then(
      () => clearTimeout(tooLong),
      () => clearTimeout(tooLong),
    )
    const { code, signal } = await this.#process.exited
    close()
    this.#exited(signal ? `signal: ${signal}` : `exit status ${code}`)
  }

  /** Hands one invocation to the process and resolves with how it ended; never rejects. */
  run(invocation: Invocation, faults: readonly Fault[]): Promise<Outcome> {
    const timeoutMs = this.#parts.spec.fn.timeoutSeconds * 1000
    this.#state = 'busy'
    this.#invocations += 1
    this.#log.begin(invocation.requestId)
    return new Promise((resolve) => {
      const startedAt = performance.now()
      const timers = [setTimeout(() => this.#timedOut(invocation), timeoutMs)]
      const end = (payload: string, error: string | null) => {
        for (const timer of timers) clearTimeout(timer)
        this.#underWay = null
        if (this.#state === 'busy') this.#state = 'idle'
        this.#idleSince = Date.now()
        resolve(this.#outcome(invocation, startedAt, payload, error))
      }
      const underWay = { invocation, deadlineMs: Date.now() + timeoutMs, end }
      this.#underWay = underWay
      const delay = faults.find((it) => it.kind === 'delay')
      const answer = faults.find((it) => it.kind !== 'delay')
      if (delay) timers.push(setTimeout(() => this.#deliver(underWay, answer), delay.delayMs))
      else this.#deliver(underWay, answer)
    })
  }

  async next() {
    if (this.#state === 'starting') {
      this.#state = 'idle'
      this.#initMs = Date.now() - this.#startedAt
      this.#ready.resolve()
    }
    const it = await this.#inbox.promise
    this.#inbox = Promise.withResolvers()
    return { ...it.invocation, deadlineMs: it.deadlineMs }
  }

  answer(requestId: string, payload: string, failed: boolean): boolean {
    if (this.#underWay?.invocation.requestId !== requestId) return false
    this.#underWay.end(payload, failed ? typeOf(payload) : null)
    return true
  }

  initFailed(payload: string): void {
    this.#say('environment did not initialise', { error: typeOf(payload) })
    this.#ready.reject(new InitFailure(payload))
    void this.end()
  }

  /** Ends the process at once; an invocation under way fails. */
  async end(): Promise<void> {
    const process = this.#process
    this.#isUnwanted = true
    this.#state = 'ended'
    if (process) await process.stop('SIGKILL')
    else this.#exited('never started')
  }

  #deliver(it: UnderWay, answer: Answer | undefined): void {
    if (answer?.preventExecution) it.end(...replaced(answer))
    else this.#inbox.resolve(answer ? this.#overridden(it, answer) : it)
  }

  #overridden(it: UnderWay, answer: Answer): UnderWay {
    this.#underWay = { ...it, end: () => it.end(...replaced(answer)) }
    return this.#underWay
  }

  #timedOut({ requestId }: Invocation): void {
    const seconds = this.#parts.spec.fn.timeoutSeconds.toFixed(2)
    const message = `${new Date().toISOString()} ${requestId} Task timed out after ${seconds} seconds`
    this.#underWay?.end(errorDocument('Sandbox.Timedout', message), 'Sandbox.Timedout')
    this.#say('invocation timed out, and its environment is ended', { seconds, requestId })
    void this.end()
  }

  #exited(how: string): void {
    const wasStarting = this.#state === 'starting'
    if (!this.#isUnwanted)
      this.#say('environment ended', { how, requestId: this.#underWay?.invocation.requestId })
    this.#state = 'ended'
    const message = `RequestId: ${this.#underWay?.invocation.requestId ?? '-'} Error: Runtime exited with error: ${how}`
    const document = errorDocument('Runtime.ExitError', message)
    this.#underWay?.end(document, 'Runtime.ExitError')
    if (wasStarting) this.#ready.reject(new InitFailure(document))
    this.#ended.resolve()
  }

  #say(what: string, detail: Readonly<Record<string, unknown>>): void {
    const { id, slot, say } = this.#parts
    say(what, { id, slot, pid: this.#process?.pid, ...detail })
  }

  #outcome(it: Invocation, startedAt: number, payload: string, error: string | null): Outcome {
    const durationMs = performance.now() - startedAt
    const initMs = this.#invocations === 1 ? this.#initMs : null
    const report: Report = {
      functionId: this.#parts.spec.id,
      instanceId: this.#parts.id,
      requestId: it.requestId,
      durationMs,
      billedMs: Math.ceil(durationMs + (initMs ?? 0)),
      initMs,
      maxMemoryMiB: this.#process ? peakMemoryMiB(this.#process.pid) : null,
      error,
    }
    this.#parts.onReport(report)
    return {
      payload,
      failed: error !== null,
      report,
      logTail: this.#log.tail(reportLine(report, this.#parts.spec)),
    }
  }
}

/** What a fault puts in the place of the handler's answer. */
const replaced = (answer: Answer): [string, string | null] =>
  answer.kind === 'response'
    ? [answer.payload, null]
    : [errorDocument('Fault', 'The invocation was failed by a fault'), 'Fault']
