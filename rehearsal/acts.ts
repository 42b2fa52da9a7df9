import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Change, sizeOf } from './plan.ts'
import { type Stage, type StepError, type Steps, stepsOf } from './steps.ts'
import type { StackFolder } from './workspace.ts'

/** How many Terraforms read at once; what changes anything goes one after another, as in a deployment. */
const READERS = 2

/** A stack on its way through the rehearsal, and its steps. */
export interface Act {
  readonly it: StackFolder
  readonly steps: Steps
}

/** A number of seconds that a step of each stack took, beside what it gave. */
export interface Timed<T> {
  readonly value: T
  readonly seconds: number
}

/** Initialises and validates every stack. @throws StepError for the first that is not valid. */
export async function openAll(stacks: readonly StackFolder[], stage: Stage): Promise<readonly Act[]> {
  const acts = stacks.map((it) => ({ it, steps: stepsOf(it, stage) }))
  await eachOf(acts, async ({ steps }) => {
    const { errors } = await steps.init()
    // with dev_overrides `init` fails and all is there
    await steps.validate().catch((error: StepError) => Promise.reject(error.after(errors)))
  })
  stage.say(`✓ ${acts.length} stacks are valid`)
  return acts
}

/** Plans and applies one stack after another, and leaves each plan as JSON in `plans`. Returns their sizes. */
export async function applyAll(
  acts: readonly Act[],
  plans: string,
  say: Stage['say'],
): Promise<readonly Timed<number>[]> {
  const sizes: Timed<number>[] = []
  for (const act of acts) {
    const size = await timed(async () => {
      await planInto(plans, act)
      await act.steps.apply()
      return sizeOf(act.steps.planned())
    })
    say(`✓ ${act.it.name}: ${size.value} resources applied (${size.seconds} s)`)
    sizes.push(size)
  }
  return sizes
}

/** Plans a stack and leaves the plan as JSON in `plans`. */
export async function planInto(plans: string, { it, steps }: Act): Promise<void> {
  mkdirSync(plans, { recursive: true })
  copyFileSync(await steps.plan(), join(plans, `${it.name}.json`))
}

/** Plans every stack a second time. Returns what each would change. */
export const planAgain = (acts: readonly Act[], say: Stage['say']): Promise<readonly (readonly Change[])[]> =>
  eachOf(acts, async ({ it, steps }) => {
    const changes = await steps.again()
    if (changes.length === 0) say(`✓ ${it.name}: the second plan is empty`)
    else
      say(`✗ ${it.name}: the second plan would change ${changes.map((change) => change.address).join(', ')}`)
    return changes
  })

/** Outputs of a stack: how many, and which of them have no value. */
export interface Outputs {
  readonly outputs: number
  readonly outputsWithout: readonly string[]
}

export const readOutputs = (acts: readonly Act[]): Promise<readonly Outputs[]> =>
  eachOf(acts, async ({ it, steps }) => {
    const values = await steps.outputs()
    const names = Object.keys(it.terraform.output ?? {})
    return { outputs: names.length, outputsWithout: names.filter((name) => isEmpty(values[name])) }
  })

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

/** Destroys one stack after another, the last one first. Returns seconds in the order of the stacks. */
export async function destroyAll(acts: readonly Act[], say: Stage['say']): Promise<readonly number[]> {
  const seconds: number[] = []
  for (const { it, steps } of [...acts].reverse()) {
    const done = await timed(() => steps.destroy())
    say(`✓ ${it.name}: destroyed (${done.seconds} s)`)
    seconds.unshift(done.seconds)
  }
  return seconds
}

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const started = Date.now()
  const value = await work()
  return { value, seconds: Math.round((Date.now() - started) / 1000) }
}

/** Does the work for each, a few at a time. Returns what it gave, in their order. */
async function eachOf<A, B>(all: readonly A[], work: (it: A) => Promise<B>): Promise<readonly B[]> {
  const results: B[] = []
  const left = [...all.entries()]
  const reader = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: READERS }, reader))
  return results
}
