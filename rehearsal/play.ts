import { join } from 'node:path'
import { type Act, actOf, applyAll, planAgain, planInto, readOutputs } from './acts.ts'
import { canary } from './canary.ts'
import { checkPlans, type Verdict } from './checkov.ts'
import { chosen } from './choice.ts'
import { destroyAll, type End, whyOf } from './ends.ts'
import { variables } from './given.ts'
import { holdings, type LeftOver, leftOver, type Shim, shimsOf } from './left-overs.ts'
import type { Change } from './plan.ts'
import { liftProtection } from './protection.ts'
import type { Urls } from './services.ts'
import type { Stage } from './steps.ts'
import { type Order, prepare } from './workspace.ts'

/** What a rehearsal of one stack came to; times in seconds. */
export interface StackReport extends End {
  readonly stack: string
  readonly resources: number
  readonly applySeconds: number
  /** What the second plan would change: nothing, where all is well. */
  readonly changes: readonly Change[]
  readonly outputs: number
  /** Outputs that have no value. */
  readonly outputsWithout: readonly string[]
}

/** What became of the stacks and of their plans. */
export interface Played {
  readonly stacks: readonly StackReport[]
  readonly policy: Verdict
  readonly shims: readonly Shim[]
  /** Why what refuses a deletion was not lifted; null where it was. */
  readonly unlifted: string | null
  /** What was still in the emulators in the end: that of stacks that were not destroyed, too. */
  readonly left: LeftOver
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

/** Takes the stacks through all their steps on emulators at `urls`. @throws StepError where Terraform fails. */
export async function play(order: Order, watch: Watch, urls: Urls, provider: string): Promise<Played> {
  const stage: Stage = {
    logs: join(order.state, 'logs'),
    variables: await variables(order.system, urls.ministack),
    say: watch.say,
    signal: watch.signal,
  }
  const acts = chosen(prepare(order, urls, provider), watch.only).map((it) => actOf(it, stage))
  const bad = actOf(canary(order.system, order.state, urls), stage)
  const before = await holdings(urls)
  const { applied, policy } = await applyAndCheck({ order, watch, urls, acts, bad })
  const changes = await planAgain(acts, watch.say)
  const outputs = await readOutputs(acts)
  const unlifted = await liftProtection(order, acts, { urls, provider }, watch.say).then(() => null, whyOf)
  const ends = await destroyAll(acts, watch.say)
  watch.signal.throwIfAborted()
  const stacks = acts.map(({ name }, at) => ({
    stack: name,
    resources: applied[at]!.value,
    applySeconds: applied[at]!.seconds,
    changes: changes[at]!,
    ...outputs[at]!,
    ...ends[at]!,
  }))
  const left = leftOver(before, await holdings(urls))
  return { stacks, policy, shims: await shimsOf(urls), unlifted, left }
}

interface Scene {
  readonly order: Order
  readonly watch: Watch
  readonly urls: Urls
  readonly acts: readonly Act[]
  /** The canary. */
  readonly bad: Act
}

/** checkov computes while the stacks that are applied last are waited for. */
async function applyAndCheck({ order, watch, urls, acts, bad }: Scene) {
  const plans = join(order.state, 'plans')
  const unplanned = new Set(acts.map(({ name }) => name))
  const allPlanned = Promise.withResolvers<void>()
  const verdict = allPlanned.promise
    .then(() => planInto(plans, bad))
    .then(() => checkPlans({ root: order.root, folder: plans, profile: order.profile }, watch.signal))
  const applying = applyAll(acts, plans, watch.say, {
    planned: (stack) => {
      unplanned.delete(stack)
      if (unplanned.size === 0) allPlanned.resolve()
    },
    applied: async (stack) => {
      if (stack === ARTIFACTS) await watch.publish(urls.ministack)
    },
  })
  const [applied, policy] = await Promise.all([applying, verdict])
  return { applied, policy }
}
