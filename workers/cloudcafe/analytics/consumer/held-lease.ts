import type { Lease, Leases } from './leases.ts'

/** A lease that this worker holds. Its changes come one after the other, since each rests on the last counter. */
export class HeldLease {
  readonly key: string
  readonly #ending = new AbortController()
  readonly #leases: Leases
  #lease: Lease
  #lost = false
  #last: Promise<unknown> = Promise.resolve()

  constructor(leases: Leases, lease: Lease) {
    this.#leases = leases
    this.#lease = lease
    this.key = lease.lease_key
  }

  /** Aborted when its shard is to be read no further: the lease was lost, or is about to be given back. */
  get ending(): AbortSignal {
    return this.#ending.signal
  }
  get checkpoint(): string | null {
    return this.#lease.checkpoint
  }
  renew(): Promise<void> {
    return this.#change({})
  }
  /** Notes that all up to this sequence number is done. */
  done(sequenceNumber: string): Promise<void> {
    return this.#change({ checkpoint: sequenceNumber })
  }
  end(): void {
    this.#ending.abort()
  }
  /** Gives the lease up, so that another worker need not wait until it is stale. */
  release(): Promise<void> {
    return this.#change({ owner: null })
  }

  #change(to: Partial<Pick<Lease, 'owner' | 'checkpoint'>>): Promise<void> {
    const change = async () => {
      const next = this.#lost ? null : await this.#leases.change(this.#lease, to)
      if (next) this.#lease = next
      else this.#lose()
    }
    const changed = this.#last.then(change)
    this.#last = changed.catch(() => {})
    return changed
  }

  #lose(): never {
    this.#lost = true
    this.end()
    throw new LeaseLost(this.key)
  }
}

/** Another worker has taken the lease. */
export class LeaseLost extends Error {
  constructor(key: string) {
    super(`the lease of ${key} is another worker's now`)
  }
}
