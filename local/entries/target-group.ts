import type { Copy } from '../types.ts'

/** Copies of a workload that entries send to. */
export type Copies = () => readonly Copy[]

/** A target group: copies of one workload in turn, healthy ones first. */
export class TargetGroup {
  readonly name: string
  readonly #copies: Copies
  #turn = 0

  constructor(name: string, copies: Copies) {
    this.name = name
    this.#copies = copies
  }

  get healthy(): readonly Copy[] {
    return this.#copies().filter((copy) => copy.healthy)
  }
  /** Registered and not healthy; one that drains is no longer registered. */
  get unhealthy(): readonly Copy[] {
    return this.#copies().filter(
      ({ healthy, state }) => !healthy && (state === 'starting' || state === 'running'),
    )
  }

  /**
   * The next copy in turn; where none is healthy any that is registered, as load balancers fail open; null without.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
   */
  choose(): Copy | null {
    const healthy = this.healthy
    const candidates = healthy.length > 0 ? healthy : this.unhealthy
    this.#turn = (this.#turn + 1) % Math.max(1, candidates.length)
    return candidates[this.#turn] ?? null
  }
}
