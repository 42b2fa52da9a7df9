import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { endLeftOvers } from '../local/daemon.ts'
import type { CloudEvent } from '../local/types.ts'
import { actOf, applyAll, destroyAll, planAgain, planInto, readOutputs } from './acts.ts'
import { canary } from './canary.ts'
import { checkPlans, type Verdict } from './checkov.ts'
import { type Emulators, startEmulators } from './emulators/index.ts'
import { variables } from './given.ts'
import { holdings, leftOver, type Shim, shimsOf } from './left-overs.ts'
import type { Change } from './plan.ts'
import { checkPods, type Pods } from './pods/pods.ts'
import { findTools, type Tools } from './prerequisites.ts'
import type { Stage } from './steps.ts'
import { type Order, prepare, type StackFolder, synthesise } from './workspace.ts'

/** What a rehearsal of one stack came to; times in seconds. */
export interface StackReport {
  readonly stack: string
  readonly resources: number
  readonly applySeconds: number
  /** What the second plan would change: nothing, where all is well. */
  readonly changes: readonly Change[]
  readonly outputs: number
  /** Outputs that have no value. */
  readonly outputsWithout: readonly string[]
  readonly destroySeconds: number
}

/** What a rehearsal came to. */
export interface Report {
  readonly profile: string
  readonly tools: Tools
  readonly stacks: readonly StackReport[]
  readonly policy: Verdict
  readonly pods: Pods
  readonly shims: readonly Shim[]
  /** What was still in the emulators after all stacks were destroyed. */
  readonly left: readonly string[]
  /** Whether all stacks were rehearsed. */
  readonly whole: boolean
  readonly seconds: number
}

/** Which stacks, and who watches. */
export interface Watch {
  /** Names of the stacks to rehearse, with those that they read; all where empty. */
  readonly only: readonly string[]
  readonly say: (text: string) => void
  readonly signal: AbortSignal
  /** Puts the archives that functions and instances run into the artifact bucket at an endpoint, as a deployment does. */
  readonly publish: (endpoint: string) => Promise<void>
}

/** The stack after which archives are published. */
const ARTIFACTS = 'artifacts'

/**
 * Applies the stacks to emulators with real Terraform and the real AWS provider, plans again, reads the outputs, holds
 * the plans to checkov and destroys. @throws Missing where the machine lacks Terraform or the provider; StepError where
 * a step of Terraform fails. The emulators and all that they hold are gone in the end, however it ends.
 */
export async function rehearse(order: Order, watch: Watch): Promise<Report> {
  const started = Date.now()
  // emulators that a killed rehearsal has left
  await endLeftOvers(order.state)
  rmSync(order.state, { recursive: true, force: true })
  const tools = await findTools(order.state, watch.signal)
  watch.say(`terraform ${tools.terraform}, AWS provider ${tools.provider}`)
  await synthesise(order)
  const pods = await checkPods(order.system, order.root, join(order.state, 'cdktf.out'))
  const emulators = await startEmulators(order.system, order.root, order.state, saysWhatFailed(watch.say))
  try {
    const played = await play(order, watch, emulators, tools)
    const whole = watch.only.length === 0
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

async function play(order: Order, watch: Watch, { urls }: Emulators, { provider }: Tools) {
  const stage: Stage = {
    logs: join(order.state, 'logs'),
    variables: variables(order.system),
    say: watch.say,
    signal: watch.signal,
  }
  const stacks = chosen(prepare(order, urls, provider), watch.only)
  const before = await holdings(urls)
  const acts = stacks.map((it) => actOf(it, stage))
  const plans = join(order.state, 'plans')
  const applied = await applyAll(acts, plans, watch.say, async (stack) => {
    if (stack === ARTIFACTS) await watch.publish(urls.ministack)
  })
  await planInto(plans, actOf(canary(order.system, order.state, urls), stage))
  const [policy, changes] = await Promise.all([
    checkPlans(order.root, plans, watch.signal),
    planAgain(acts, watch.say),
  ])
  const outputs = await readOutputs(acts)
  const destroySeconds = await destroyAll(acts, watch.say)
  const reports = acts.map(({ it }, at) => ({
    stack: it.name,
    resources: applied[at]!.value,
    applySeconds: applied[at]!.seconds,
    changes: changes[at]!,
    ...outputs[at]!,
    destroySeconds: destroySeconds[at]!,
  }))
  const left = leftOver(before, await holdings(urls))
  return { stacks: reports, policy, left, shims: await shimsOf(urls) }
}

/** Stacks by name with all that they read; all where no name is given. */
function chosen(stacks: readonly StackFolder[], only: readonly string[]): readonly StackFolder[] {
  if (only.length === 0) return stacks
  const wanted = new Set(only)
  for (const it of [...stacks].reverse())
    if (wanted.has(it.name)) for (const need of it.needs) wanted.add(need)
  return stacks.filter((it) => wanted.has(it.name))
}
