import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { doneInOrder, type Link } from './order.ts'
import { type Change, sizeOf } from './plan.ts'
import { type Stage, type Steps, stepsOf } from './steps.ts'
import type { StackFolder } from './workspace.ts'

/** How many Terraforms work at the same time: what they do is mostly waiting for what they made. */
export const AT_ONCE = 4

/** A stack on its way through the rehearsal, and its steps. */
export interface Act extends Link {
  readonly it: StackFolder
  readonly steps: Steps
}

/** A number of seconds that a step of a stack took, beside what it gave. */
export interface Timed<T> {
  readonly value: T
  readonly seconds: number
}

export const actOf = (it: StackFolder, stage: Stage): Act => ({
  name: it.name,
  needs: it.needs,
  it,
  steps: stepsOf(it, stage),
})

/** Who hears what a stack has come to. */
export interface Heard {
  planned(stack: string): void
  applied(stack: string): Promise<void>
}

/** Plans and applies the stacks in the order of what they read, and leaves each plan as JSON in `plans`. Returns their sizes. */
export const applyAll = (
  acts: readonly Act[],
  plans: string,
  say: Stage['say'],
  heard: Heard,
): Promise<readonly Timed<number>[]> =>
  doneInOrder(acts, AT_ONCE, async (act) => {
    const size = await timed(async () => {
      await planInto(plans, act)
      heard.planned(act.name)
      await act.steps.apply()
      await heard.applied(act.name)
      return sizeOf(act.steps.planned())
    })
    say(`✓ ${act.name}: ${size.value} resources applied (${size.seconds} s)`)
    return size
  })

/** Plans a stack, and leaves the plan as JSON in `plans`. */
export async function planInto(plans: string, { name, steps }: Act): Promise<void> {
  mkdirSync(plans, { recursive: true })
  copyFileSync(await steps.plan(), join(plans, `${name}.json`))
}

/** Plans every stack a second time. Returns what each would change. */
export const planAgain = (acts: readonly Act[], say: Stage['say']): Promise<readonly (readonly Change[])[]> =>
  eachAct(acts, async ({ name, steps }) => {
    const changes = await steps.again()
    if (changes.length === 0) say(`✓ ${name}: the second plan is empty`)
    else say(`✗ ${name}: the second plan would change ${changes.map((change) => change.address).join(', ')}`)
    return changes
  })

/** Outputs of a stack: how many, and which of them have no value. */
export interface Outputs {
  readonly outputs: number
  readonly outputsWithout: readonly string[]
}

export const readOutputs = (acts: readonly Act[]): Promise<readonly Outputs[]> =>
  eachAct(acts, async ({ it, steps }) => {
    const values = await steps.outputs()
    const names = Object.keys(it.terraform.output ?? {})
    return { outputs: names.length, outputsWithout: names.filter((name) => isEmpty(values[name])) }
  })

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

/** Does the work for each, in any order, a few at a time. */
export const eachAct = <T>(acts: readonly Act[], work: (it: Act) => Promise<T>): Promise<readonly T[]> =>
  doneInOrder(
    acts.map((act) => ({ ...act, needs: [] })),
    AT_ONCE,
    work,
  )

/** Does work, and counts its seconds. */
export async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const started = Date.now()
  const value = await work()
  return { value, seconds: Math.round((Date.now() - started) / 1000) }
}
