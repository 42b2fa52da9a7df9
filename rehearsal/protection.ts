import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Act, eachAct } from './acts.ts'
import type { Urls } from './services.ts'
import { type Order, prepare, synthesise, TERRAFORM } from './workspace.ts'

/** A setting of the stacks, with which nothing of them refuses its deletion. */
const UNPROTECTED = { CAFE_UNPROTECTED: 'yes' }

/** Lifts what refuses a deletion from the stacks that have it, as whoever destroys production does before. */
export async function liftProtection(
  order: Order,
  acts: readonly Act[],
  { urls, provider }: { readonly urls: Urls; readonly provider: string },
  say: (text: string) => void,
): Promise<void> {
  const open = { ...order, state: join(order.state, 'unprotected') }
  await synthesise(open, UNPROTECTED)
  const stacks = new Map(prepare(open, urls, provider).map((it) => [it.name, it]))
  const changed = acts.filter(({ name, it }) => !isSame(it.terraform, stacks.get(name)!.terraform))
  await eachAct(changed, async ({ name, it, steps }) => {
    copyFileSync(join(stacks.get(name)!.folder, TERRAFORM), join(it.folder, TERRAFORM))
    await steps.plan()
    await steps.apply()
    say(`✓ ${name}: what refuses deletion is lifted`)
  })
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
