import { stockCounters } from '../../../lib/cloudcafe/stock-counters.ts'
import { serve } from '../../../lib/serve.ts'
import { dynamodb } from '../../../lib/stores/aws.ts'
import { memory as memorydb } from '../../../lib/stores/valkey.ts'
import { cpuScenario, stressEntry } from '../../../lib/stress/cpu-scenario.ts'
import { stress } from '../../../lib/stress/stress.ts'
import { scaled } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { resources } from '../../../model/systems/cloudcafe/resources.ts'
import {
  rateLimit as bucket,
  menuItems,
  openingStock,
  stores,
} from '../../../model/systems/cloudcafe/seed.ts'
import { inventoryApp } from './app.ts'
import { rateLimit } from './rate-limit.ts'
import { stock as stockIn } from './stock.ts'
import { storeStatus } from './store-status.ts'

await serve(cloudcafe, (place, register) => {
  const { env, log } = place
  const memory = memorydb(env.of('MEMORYDB_URL'), log)
  const db = dynamodb()
  const ttlSeconds = scaled(resources['store-inventory'].ttl.seconds, env.timeScale)
  const stock = stockIn(db, env.of('STORE_INVENTORY_TABLE'), ttlSeconds)
  const skus = menuItems.map((it) => it.sku)
  register(stress(place, cpuScenario(stressEntry(import.meta.url), env, 3)))
  register({
    start: async () => {
      for (const store of stores)
        if (await stock.open(store, skus, openingStock)) log.info({ store }, 'store opened')
    },
    close: async () => {
      memory.disconnect()
      db.destroy()
    },
  })
  return inventoryApp({
    stock,
    counters: stockCounters(memory),
    status: storeStatus(memory),
    takeToken: rateLimit(memory, bucket),
    log,
  })
})
