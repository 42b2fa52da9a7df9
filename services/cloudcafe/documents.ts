import { pino } from 'pino'
import { type App, newApp } from '../../lib/app.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { inventoryApp } from './inventory/app.ts'
import { loyaltyApp } from './loyalty/app.ts'
import { menuApp } from './menu/app.ts'
import { orderApp } from './order/app.ts'

const log = pino({ level: 'silent' })
/** Routes are written down before anything that they are made of is asked. */
const nothing = {} as never

/** The routes of each service, of parts that nobody asks. */
const routes: ReadonlyMap<string, (app: App) => void> = new Map([
  ['order', orderApp(nothing)],
  ['inventory', inventoryApp(nothing)],
  ['menu', menuApp(nothing, log)],
  ['loyalty', loyaltyApp(nothing)],
])

/** The OpenAPI document of each service, as its code says. */
export async function documents(): Promise<ReadonlyMap<string, object>> {
  const found = new Map<string, object>()
  for (const [id, register] of routes) {
    const app = newApp(log, cloudcafe.workloads[id as 'order'].health)
    register(app)
    await app.ready()
    found.set(id, app.swagger())
    await app.close()
  }
  return found
}
