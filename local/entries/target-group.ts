import type { Copy } from '../types.ts'

/** Copies of a workload that entries send to. */
export type Copies = () => readonly Copy[]

/** A target group: copies of one workload in turn, healthy ones first. */
export class TargetGroup {
  readonly name: string
  readonly #copies: Copies
  readonly #isOut: (copy: Copy) => boolean
  #turn = 0

  /** `isOut` says of a copy that its zone gets no traffic. */
  constructor(name: string, copies: Copies, isOut: (copy: Copy) => boolean = () => false) {
    this.name = name
    this.#copies = copies
    this.#isOut = isOut
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
   * The next copy in turn; where none is healthy any that was, as load balancers fail open; null without. One that
   * starts gets nothing before its first check has passed.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
   */
  choose(): Copy | null {
    const within = (copies: readonly Copy[]) => copies.filter((copy) => !this.#isOut(copy))
    const healthy = within(this.healthy)
    const candidates =
      healthy.length > 0 ? healthy : within(this.unhealthy.filter(({ state }) => state === 'running'))
    this.#turn = (this.#turn + 1) % Math.max(1, candidates.length)
    return candidates[this.#turn] ?? null
  }
}
