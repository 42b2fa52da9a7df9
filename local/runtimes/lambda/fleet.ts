import { availableParallelism } from 'node:os'
import { errorDocument } from './documents.ts'
import { type Environment, InitFailure } from './environment.ts'
import type { Fault } from './faults.ts'
import { type Instance, type Invocation, type Outcome, Throttled } from './types.ts'

export interface FleetParts {
  readonly functionId: string
  /** Reserved concurrency as it stands now. */
  readonly limit: () => number
  readonly create: (slot: number) => Environment
  readonly idleMs: number
  /** Whether this machine has memory for one more; a fleet's first environment starts all the same. */
  readonly hasRoom: () => boolean
  readonly throttled: () => void
}

// half of a start is waiting; more of them at once only make every one later, and the rest of the system with them
const MOST_STARTING = Math.max(4, 2 * availableParallelism())

/** The environments of one function: reuse of warm ones, cold starts as the waiting line demands, a cap, reclaim. */
export class Fleet {
  readonly #parts: FleetParts
  readonly #environments = new Map<number, Environment>()
  readonly #idle: Environment[] = []
  /** They end with the invocation that they are at. */
  readonly #outdated = new WeakSet<Environment>()
  readonly #waiting: PromiseWithResolvers<Environment>[] = []
  readonly #reclaim: NodeJS.Timeout
  #starting = 0
  #running = 0
  #peak = 0

  constructor(parts: FleetParts) {
    this.#parts = parts
    this.#reclaim = setInterval(() => this.#reclaimIdle(), Math.min(1000, parts.idleMs))
    this.#reclaim.unref()
  }

  /**
   * Runs an invocation, in a warm environment where there is one; rejects with Throttled at the cap. `draw` gives the
   * faults that hit it, once it runs.
   */
  async invoke(invocation: Invocation, draw: () => readonly Fault[]): Promise<Outcome> {
    if (this.#running >= this.#parts.limit()) {
      this.#parts.throttled()
      throw new Throttled(this.#parts.functionId)
    }
    this.#running += 1
    this.#peak = Math.max(this.#peak, this.#running)
    try {
      const environment = await this.#acquire()
      const outcome = await environment.run(invocation, draw())
      this.#release(environment)
      return outcome
    } catch (error) {
      if (error instanceof InitFailure) return this.#notInitialised(invocation, error.message)
      throw error
    } finally {
      this.#running -= 1
    }
  }

  instances(): readonly Instance[] {
    return [...this.#environments.values()].map((it) => it.instance())
  }

  /** The most invocations that ran at once since the last call. */
  takePeak(): number {
    const peak = this.#peak
    this.#peak = this.#running
    return peak
  }

  /** Lets no environment take another invocation, so that the next ones start cold. */
  async recycle(): Promise<void> {
    for (const it of this.#environments.values()) this.#outdated.add(it)
    await Promise.all(this.#idle.splice(0).map((it) => it.end()))
  }

  async stop(): Promise<void> {
    clearInterval(this.#reclaim)
    await Promise.all([...this.#environments.values()].map((it) => it.end()))
  }

  async #acquire(): Promise<Environment> {
    for (let it = this.#idle.pop(); it; it = this.#idle.pop()) if (it.usable) return it
    const turn = Promise.withResolvers<Environment>()
    this.#waiting.push(turn)
    this.#grow()
    return turn.promise
  }

  #release(environment: Environment): void {
    if (this.#outdated.has(environment)) return void environment.end()
    const next = environment.usable ? this.#waiting.shift() : undefined
    if (next) next.resolve(environment)
    else if (environment.usable) this.#idle.push(environment)
    else this.#grow()
  }

  #grow(): void {
    while (this.#starting < Math.min(this.#waiting.length, MOST_STARTING)) {
      const count = this.#environments.size
      if (count >= Math.max(this.#parts.limit(), this.#running)) return
      if (count > 0 && !this.#parts.hasRoom()) return
      void this.#startOne()
    }
  }

  async #startOne(): Promise<void> {
    const slot = this.#freeSlot()
    const environment = this.#parts.create(slot)
    this.#environments.set(slot, environment)
    this.#starting += 1
    void environment.start()
    void environment.ended.then(() => {
      this.#environments.delete(slot)
      this.#grow()
    })
    const failure = await environment.ready.then(
      () => null,
      (error: unknown) => error,
    )
    this.#starting -= 1
    if (failure) this.#waiting.shift()?.reject(failure)
    else this.#release(environment)
    this.#grow()
  }

  #freeSlot(): number {
    for (let slot = 1; ; slot += 1) if (!this.#environments.has(slot)) return slot
  }

  #reclaimIdle(): void {
    const before = Date.now() - this.#parts.idleMs
    while (this.#idle[0] && this.#idle[0].idleSince <= before) void this.#idle.shift()?.end()
  }

  #notInitialised(invocation: Invocation, payload: string): Outcome {
    const { functionId } = this.#parts
    const { requestId } = invocation
    const report = { functionId, instanceId: '-', requestId, durationMs: 0, billedMs: 0 } as const
    return {
      payload: payload || errorDocument('Runtime.InitError', 'the environment did not initialise'),
      failed: true,
      report: { ...report, initMs: null, maxMemoryMiB: null, error: 'Runtime.InitError' },
      logTail: async () => '',
    }
  }
}
