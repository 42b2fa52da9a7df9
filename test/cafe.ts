import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { type Place, placeOf, root } from '../cli/place.ts'
import type { Profile } from '../model/names.ts'
import { customerId, menuItems, stores } from '../model/systems/cloudcafe/seed.ts'

const profile = (process.env.CAFE_PROFILE ?? 'test') as Profile
/** Where tests run the system: beside the one that people run, unless told otherwise. */
export const place: Place = placeOf({ system: 'cloudcafe', profile })
export const albUrl = `http://127.0.0.1:${place.ports.alb}`

/** Runs a command of the command line as a user would; its exit code is the caller's to judge. */
export const cafe = (...args: string[]) => cafeWith({}, ...args)

/** The same, with more in its environment. */
export const cafeWith = (env: Readonly<Record<string, string>>, ...args: string[]) =>
  execa('node', ['cafe', ...args], { cwd: root, env: { CAFE_PROFILE: profile, ...env }, reject: false })

/** Processes of the system that are alive, the supervisor first. */
export function pids(): readonly { readonly name: string; readonly pid: number }[] {
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as { name: string; pid: number }
  const records = join(place.state, 'run')
  const supervisor = { ...read(join(place.state, 'supervisor.json')), name: 'supervisor' }
  return [supervisor, ...readdirSync(records).map((file) => read(join(records, file)))]
}

/** In the idempotency key of every order that is placed here. */
export const LOAD = 'tests'

/** Orders placed one after another until `until` says so; gives the ids of those that were accepted. */
export async function placeOrders(until: () => boolean, everyMs = 100): Promise<readonly string[]> {
  const accepted: string[] = []
  const sent: Promise<void>[] = []
  for (let n = 1; !until(); n++) {
    sent.push(placeOrder(n).then((id) => void (id && accepted.push(id))))
    await sleep(everyMs)
  }
  await Promise.all(sent)
  return accepted
}

async function placeOrder(n: number): Promise<string | null> {
  const body = {
    customer_id: customerId(1 + (n % 50)),
    store_id: stores[n % stores.length],
    items: [{ sku: menuItems[n % menuItems.length]!.sku, quantity: 1 + (n % 3) }],
  }
  const response = await fetch(`${albUrl}/api/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `${LOAD}-${randomUUID()}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  }).catch(() => null)
  if (response?.status !== 201) return null
  // an answer that was cut off is none
  const order = (await response.json().catch(() => null)) as { order_id: string } | null
  return order?.order_id ?? null
}
