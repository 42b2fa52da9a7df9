import { scaled } from '../../model/names.ts'
import type { Copy } from '../types.ts'
import { backoffSeconds } from './backoff.ts'
import { type End, Member, START_WITHIN_MS } from './member.ts'
import type { ScheduledWorkload } from './parts.ts'
import { emptiestZone, leavers } from './placement.ts'
import type { FleetView } from './platforms.ts'
import type { Scaler } from './scaling.ts'

/** Ended copies that are still listed, as ECS and EC2 list stopped ones for a while. */
const REMEMBERED = 10
/** Crashes in a row after which a start or a roll is given up. */
const MOST_CRASHES = 3
const REPLACED = 'replaced by a roll'

/** The copies of one workload, kept at their desired number. */
export class Fleet {
  readonly workload: string
  readonly #place: ScheduledWorkload
  readonly #scaler: Scaler | null
  #members: Member[] = []
  #ended: Member[] = []
  #desired: number
  /** Copies beyond the desired number while a roll is under way. */
  #surge = 0
  #generation = 1
  #crashes = 0
  #lastCrash = ''
  #halted = true
  #held = false
  readonly #waiting = new Set<() => void>()

  constructor(place: ScheduledWorkload) {
    const { scaling } = place.spec
    this.workload = place.workload
    this.#place = place
    this.#desired = scaling.min
    this.#scaler = scaling.on === 'cpu' ? place.platform.scaler(scaling, place.ctx.timeScale) : null
  }

  /** Brings the desired number up; rejects with the last lines of a log where they do not come up. */
  async start(): Promise<void> {
    this.#halted = false
    // a drill starts from a system that runs: only what is replaced or added later waits to be provisioned
    this.#keep(0)
    await this.#settled(START_WITHIN_MS)
  }
  async stop(): Promise<void> {
    this.#halted = true
    await Promise.all(this.#members.map((it) => it.end({ hard: false, reason: 'the system goes down' })))
  }

  get desired(): number {
    return this.#desired
  }
  /** Copies that run or will: what takes room on this machine. */
  get size(): number {
    return this.#counted.length
  }
  get #counted(): readonly Member[] {
    return this.#members.filter((it) => it.counts)
  }
  copies(): readonly Copy[] {
    return [...this.#members, ...this.#ended].map((it) => it.copy)
  }
  find(id: string): Member | undefined {
    return this.#members.find((it) => it.copy.id === id)
  }

  /** Wants so many copies; fewer where the machine has no room for more, which is said. */
  setDesired(copies: number): void {
    if (!Number.isInteger(copies) || copies < 0)
      throw new Error(`${this.workload}: desired count ${copies} is not a whole number from 0 on`)
    const granted = this.#grant(copies)
    if (granted === this.#desired) return
    this.#say('desired count', { from: this.#desired, to: granted })
    this.#desired = granted
    this.#keep()
  }

  /** Once a second: measures, scales, publishes. */
  tick(nowMs: number): void {
    for (const member of this.#members) member.measure()
    const running = this.#members.filter((it) => it.copy.state === 'running')
    const cpu = running.reduce((sum, it) => sum + it.copy.cpuPercent, 0) / Math.max(1, running.length)
    if (this.#scaler && this.#surge === 0) {
      const wanted = this.#scaler.decide(nowMs, this.#desired, cpu)
      if (wanted !== this.#desired) this.setDesired(wanted)
    }
    this.#place.platform.publish(this.#place.ctx.metrics, this.#view())
  }

  /** Replaces all copies, as many at once as `maxPercent` allows, and old ones only for healthy new ones. */
  async roll(): Promise<void> {
    if (this.#surge > 0) throw new Error(`${this.workload} is being rolled already`)
    const { rollout, provisioningSeconds } = this.#place.spec
    const withinMs = START_WITHIN_MS + scaled(provisioningSeconds, this.#place.ctx.timeScale) * 1000
    const step = Math.max(1, Math.floor((this.#desired * (rollout.maxPercent - 100)) / 100))
    const before = this.#counted
    const left = () => before.filter((it) => it.counts).length
    this.#place.parts.bundles.renew(this.workload)
    this.#generation++
    this.#crashes = 0
    try {
      while (left() > 0) {
        this.#surge = Math.min(step, left())
        this.#keep()
        await this.#settled(withinMs)
        this.#surge = 0
        this.#keep()
      }
    } catch (error) {
      // the new ones did not come up: they are the surplus now, and the old ones go on
      this.#generation--
      this.#surge = 0
      this.#keep()
      throw error
    }
    await Promise.all(before.map((it) => it.end({ hard: false, reason: REPLACED })))
  }

  /** Stops an instance and keeps it; where it is still stopped when its group looks, it is replaced. */
  async park(member: Member, how: End): Promise<void> {
    const { ctx, platform } = this.#place
    if (platform.noticesStoppedAfter === null)
      throw new Error(`${this.workload}: a ${platform.noun} cannot be stopped and kept`)
    const look = () => {
      if (member.parked && member.counts && !this.#halted)
        this.#lost(member, 'an instance that is not running was found unhealthy')
    }
    const parked = member.park(how)
    setTimeout(look, scaled(platform.noticesStoppedAfter, ctx.timeScale) * 1000).unref()
    await parked
  }

  #keep(delaySeconds = this.#place.spec.provisioningSeconds): void {
    if (this.#halted) return
    const target = this.#desired + this.#surge
    for (let i = this.size; i < target; i++) this.#launch(delaySeconds + backoffSeconds(this.#crashes))
    for (const member of leavers(this.#counted, this.size - target, this.#generation)) {
      const reason = member.generation === this.#generation ? 'scaled in' : REPLACED
      void member.end({ hard: false, reason })
    }
  }

  #launch(delaySeconds: number): void {
    const { ctx, platform, workload } = this.#place
    const owner = {
      changed: () => this.#changed(),
      lost: (member: Member, why: string) => this.#lost(member, why),
      ended: (member: Member) => this.#forget(member),
    }
    const identity = platform.identity(ctx.system, workload, this.#generation)
    const zone = emptiestZone(ctx.system.zones, this.#counted)
    const member = new Member(this.#place, owner, identity, zone, this.#generation)
    this.#members.push(member)
    void member.start(delaySeconds)
  }

  #lost(member: Member, why: string): void {
    // ECS throttles only what never came up: a task that ran is replaced without delay
    this.#crashes = member.upSeconds === null ? this.#crashes + 1 : 0
    this.#lastCrash = `${why}\n${member.logLines()}`
    const waitSeconds = backoffSeconds(this.#crashes)
    if (waitSeconds > 0) this.#say('backs off', { crashes: this.#crashes, waitSeconds, reason: why })
    void member.end({ hard: false, reason: why })
  }
  #forget(member: Member): void {
    this.#members = this.#members.filter((it) => it !== member)
    this.#ended = [member, ...this.#ended].slice(0, REMEMBERED)
    this.#changed()
  }
  /** Later, as a copy may change in the middle of what keeps them. */
  #changed(): void {
    queueMicrotask(() => {
      this.#keep()
      for (const check of this.#waiting) check()
    })
  }

  /** Waits until all that are wanted are there and healthy. */
  #settled(withinMs: number): Promise<void> {
    const done = () =>
      this.size === this.#desired + this.#surge && this.#counted.every((it) => it.copy.healthy)
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer)
        this.#waiting.delete(check)
      }
      const fail = (what: string) => {
        leave()
        reject(new Error(`${this.workload} ${what}; the last reason: ${this.#reason()}`))
      }
      const check = () => {
        const down = this.#counted.filter((it) => !it.copy.healthy)
        const crashes = Math.max(this.#crashes, ...down.map((it) => it.crashes))
        if (crashes >= MOST_CRASHES) return fail(`crashed ${crashes} times in a row`)
        if (!done()) return
        leave()
        resolve()
      }
      const timer = setTimeout(() => fail(`did not come up within ${withinMs / 1000} s`), withinMs)
      this.#waiting.add(check)
      check()
    })
  }
  #reason(): string {
    return this.#lastCrash || (this.#members.find((it) => !it.copy.healthy)?.logLines() ?? '(none)')
  }

  #grant(copies: number): number {
    const { min } = this.#place.spec.scaling
    const { copies: room, limit } = this.#place.parts.capacity.room()
    const most = Math.max(min, this.#desired + room)
    const held = copies > Math.max(most, this.#desired)
    if (held && !this.#held) this.#say('held back by this machine', { wanted: copies, granted: most, limit })
    this.#held = held
    return held ? most : copies
  }
  #view(): FleetView {
    const { ctx, workload, spec } = this.#place
    return {
      system: ctx.system,
      workload,
      spec,
      desired: this.#desired,
      copies: this.#members.map((it) => it.copy),
    }
  }
  #say(what: string, detail: Record<string, unknown>): void {
    this.#place.ctx.say({ part: this.workload, what, detail })
  }
}
