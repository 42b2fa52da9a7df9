import { setTimeout as sleep } from 'node:timers/promises'
import type { Zone } from '../../model/kinds.ts'
import { allottedCores, scaled } from '../../model/names.ts'
import { lastLines, type Running } from '../processes.ts'
import type { Copy } from '../types.ts'
import { backoffSeconds, STEADY_SECONDS } from './backoff.ts'
import { copyPort, release } from './copy-ports.ts'
import { type CpuMeter, cpuMeter } from './cpu.ts'
import { deregistrationMs } from './deregistration.ts'
import { watch } from './health.ts'
import { launch, processName } from './launch.ts'
import type { ScheduledWorkload } from './parts.ts'
import type { Identity } from './platforms.ts'

/** Milliseconds in which a copy has to come up: this machine's own time, so not scaled. */
export const START_WITHIN_MS = 60_000

/** What a member tells its fleet. */
export interface Owner {
  /** Something about it has changed. */
  readonly changed: () => void
  /** It is of no use any more and is to be replaced. */
  readonly lost: (member: Member, why: string) => void
  /** It is gone for good. */
  readonly ended: (member: Member) => void
}
export interface End {
  readonly hard: boolean
  readonly reason: string
}

/** One copy with its process, from provisioning to its end. */
export class Member {
  readonly copy: { -readonly [K in keyof Copy]: Copy[K] }
  readonly generation: number
  readonly #place: ScheduledWorkload
  readonly #owner: Owner
  readonly #meter: CpuMeter
  /** Aborted where a start that is under way is no longer wanted. */
  #wanted = new AbortController()
  #booting: Promise<void> = Promise.resolve()
  #process: Running | null = null
  #unwatch = () => {}
  #crashes = 0
  #healthyAt: number | null = null
  #leaving = false
  #ending: Promise<void> | null = null

  constructor(place: ScheduledWorkload, owner: Owner, identity: Identity, zone: Zone, generation: number) {
    const { workload, spec } = place
    this.#place = place
    this.#owner = owner
    this.#meter = cpuMeter(allottedCores(spec.vcpu))
    this.generation = generation
    this.copy = {
      ...identity,
      tags: { ...spec.tags, ...identity.tags },
      workload,
      on: spec.on,
      zone,
      pid: null,
      port: 0,
      stressPort: 0,
      state: 'provisioning',
      healthy: false,
      startedAt: Date.now(),
      cpuPercent: 0,
    }
  }

  /** True while it counts towards the desired number; a parked one does until its scheduler notices it. */
  get counts(): boolean {
    return !this.#leaving
  }
  /** True while it is stopped and can be started again. */
  get parked(): boolean {
    return this.copy.startable === true
  }
  /** Starts in a row that ended in a crash. */
  get crashes(): number {
    return this.#crashes
  }
  /** Seconds of AWS since it last became healthy; null where it never was since its process started. */
  get upSeconds(): number | null {
    if (this.#healthyAt === null) return null
    return ((Date.now() - this.#healthyAt) / 1000) * this.#place.ctx.timeScale
  }

  /** Brings it up after `seconds` of AWS. */
  async start(seconds: number): Promise<void> {
    this.copy.state = 'provisioning'
    if (seconds > 0) this.#say('provisioning')
    this.#wanted = new AbortController()
    await this.#bootAfter(seconds)
  }

  /** Ends it for good: without traffic at once, then SIGTERM and after the grace period SIGKILL, or SIGKILL at once. */
  end(how: End): Promise<void> {
    if (how.hard) void this.#process?.stop('SIGKILL')
    this.#leaving = true
    delete this.copy.startable
    this.#ending ??= this.#end(how)
    return this.#ending
  }

  /** Stops its process and keeps the copy, as EC2 does with a stopped instance. */
  async park(how: End): Promise<void> {
    if (!this.counts || this.parked) throw new Error(`'${this.copy.id}' is ${this.copy.state} already`)
    this.copy.startable = true
    await this.#leave(how)
    this.#become('stopped')
  }
  async resume(): Promise<void> {
    delete this.copy.startable
    delete this.copy.stopReason
    delete this.copy.stoppedAt
    await this.start(this.#place.spec.provisioningSeconds)
  }

  attach(pid: number): () => void {
    this.#meter.watch(pid)
    return () => this.#meter.forget(pid)
  }
  measure(): void {
    this.copy.cpuPercent = this.#meter.percent()
  }
  /** The last lines of its log. */
  logLines(): string {
    return lastLines(this.#place.ctx.processes.logOf(processName(this.copy)))
  }

  async #boot(): Promise<void> {
    this.#become('starting')
    try {
      this.copy.port ||= await copyPort()
      if (this.#place.spec.stress && this.#place.parts.stressToken) this.copy.stressPort ||= await copyPort()
      const running = await launch(this.#place, this.copy)
      void running.exited.then((how) => this.#exited(running, how.signal ?? `code ${how.code}`))
      this.#process = running
      this.copy.pid = running.pid
      this.#meter.watch(running.pid)
      if (!this.#wanted.signal.aborted) this.#watchHealth()
    } catch (error) {
      if (this.#wanted.signal.aborted) return
      this.#crashed(`could not start: ${error instanceof Error ? error.message : error}`)
    }
  }

  #watchHealth(): void {
    const { ctx, platform, spec } = this.#place
    const rules = { startWithinMs: START_WITHIN_MS, mustBeReady: platform.sick === 'replace' }
    this.#unwatch = watch(this.copy.port, spec.health, ctx.timeScale, rules, {
      ready: (is, why) => {
        this.copy.healthy = is
        if (is) this.#healthyAt = Date.now()
        if (is && this.copy.state !== 'running') this.#become('running')
        else this.#say(is ? 'healthy' : 'not ready', { reason: why })
        this.#owner.changed()
      },
      sick: (why) => void this.#sick(why),
    })
  }

  #exited(running: Running, how: string): void {
    this.#meter.forget(running.pid)
    if (this.#process !== running) return
    this.#process = null
    this.copy.pid = null
    this.#unwatch()
    if (!this.#wanted.signal.aborted) this.#crashed(`its process ended with ${how}`)
  }

  #crashed(why: string): void {
    this.copy.healthy = false
    this.#crashes = (this.upSeconds ?? 0) >= STEADY_SECONDS ? 1 : this.#crashes + 1
    if (this.#place.platform.crash === 'replace') this.#owner.lost(this, why)
    else this.#again(why)
  }

  async #sick(why: string): Promise<void> {
    this.copy.healthy = false
    this.#say('unhealthy', { reason: why })
    if (this.#place.platform.sick === 'replace')
      return this.#owner.lost(this, `failed its health checks: ${why}`)
    // its exit is a crash like any other
    await this.#process?.stop('SIGTERM', this.#place.spec.stopTimeoutSeconds * 1000)
  }

  /** The process again in the same copy, as a kubelet or systemd does it. */
  #again(reason: string): void {
    const waitSeconds = backoffSeconds(this.#crashes)
    this.#healthyAt = null
    this.copy.state = 'starting'
    this.#say('restarting', { reason, crashes: this.#crashes, waitSeconds })
    this.#owner.changed()
    void this.#bootAfter(waitSeconds)
  }

  async #end(how: End): Promise<void> {
    await this.#leave(how)
    this.#become('stopped')
    release(this.copy.port)
    release(this.copy.stressPort)
    this.#owner.ended(this)
  }

  async #leave({ hard, reason }: End): Promise<void> {
    const { ctx, platform, parts, workload, spec } = this.#place
    this.#wanted.abort()
    this.#unwatch()
    this.copy.healthy = false
    this.copy.stopReason = reason
    this.#become('draining')
    await this.#booting
    if (this.#process && !hard && platform.drains)
      await parts.traffic.idle(this.copy.id, deregistrationMs(ctx, workload))
    await this.#process?.stop(hard ? 'SIGKILL' : 'SIGTERM', spec.stopTimeoutSeconds * 1000)
    this.copy.pid = null
    await parts.links.closeCopy(this.copy.id)
  }

  async #bootAfter(seconds: number): Promise<void> {
    const { signal } = this.#wanted
    const ms = scaled(seconds, this.#place.ctx.timeScale) * 1000
    if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    this.#booting = this.#boot()
    await this.#booting
  }

  #become(state: Copy['state']): void {
    this.copy.state = state
    if (state === 'starting') this.copy.startedAt = Date.now()
    if (state === 'stopped') this.copy.stoppedAt = Date.now()
    this.#say(state, this.copy.stopReason ? { reason: this.copy.stopReason } : {})
    this.#owner.changed()
  }
  #say(what: string, detail: Record<string, unknown> = {}): void {
    const { ctx, platform, workload } = this.#place
    ctx.say({
      part: workload,
      what: `${platform.noun} ${what}`,
      detail: { id: this.copy.id, zone: this.copy.zone, ...detail },
    })
  }
}
