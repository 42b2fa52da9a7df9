import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { endLeftOvers } from '../local/daemon.ts'
import type { CloudEvent } from '../local/types.ts'
import { defaultSystem } from '../model/systems/index.ts'
import { refuseUnknown } from './choice.ts'
import { startEmulators } from './emulators/index.ts'
import { type Played, play, type Watch } from './play.ts'
import { checkPods, type Pods } from './pods/pods.ts'
import { findTools, type Tools } from './prerequisites.ts'
import { type Order, synthesise } from './workspace.ts'

/** What a rehearsal came to. */
export interface Report extends Played {
  readonly profile: string
  readonly tools: Tools
  /** Null for a system without pods. */
  readonly pods: Pods | null
  /** Whether all stacks were rehearsed. */
  readonly whole: boolean
  readonly seconds: number
}

/**
 * Applies the stacks to emulators with real Terraform and the real AWS provider, plans again, reads the outputs, holds
 * the plans to checkov and destroys. @throws Missing where the machine lacks Terraform or the provider; Unrehearsed where
 * a stack is asked for that there is not; StepError where a step of Terraform fails. The emulators and all that they hold are gone in the end, however it ends.
 */
export async function rehearse(order: Order, watch: Watch): Promise<Report> {
  const started = Date.now()
  // emulators that a killed rehearsal has left
  await endLeftOvers(order.state)
  rmSync(order.state, { recursive: true, force: true })
  const tools = await findTools(order.state, watch.signal)
  watch.say(`terraform ${tools.terraform}, AWS provider ${tools.provider}`)
  await synthesise(order)
  refuseUnknown(order, watch.only)
  const pods = await checkPods(order.system, order.root, join(order.state, 'cdktf.out'))
  const emulators = await startEmulators(order.system, order.root, order.state, saysWhatFailed(watch.say))
  try {
    const played = await play(order, watch, emulators.urls, tools.provider)
    // the rows that explain checkov's findings are those of the system that has a member of every kind
    const whole = watch.only.length === 0 && order.system.id === defaultSystem
    return {
      profile: order.profile,
      tools,
      ...played,
      pods,
      whole,
      seconds: Math.round((Date.now() - started) / 1000),
    }
  } finally {
    await emulators.stop()
  }
}

const saysWhatFailed = (say: Watch['say']) => (event: CloudEvent) =>
  say(`  ${event.part}: ${event.what} ${JSON.stringify(event.detail ?? {})}`)
