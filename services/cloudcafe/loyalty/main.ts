import { queueConsumer } from '../../../lib/queue.ts'
import { serve } from '../../../lib/serve.ts'
import { aurora } from '../../../lib/stores/aurora.ts'
import { migrate } from '../../../lib/stores/migrations.ts'
import { redshift } from '../../../lib/stores/redshift.ts'
import { cpuScenario, stressEntry } from '../../../lib/stress/cpu-scenario.ts'
import { stress } from '../../../lib/stress/stress.ts'
import { scaled } from '../../../model/names.ts'
import { flows } from '../../../model/systems/cloudcafe/flows.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { PaymentOutcome } from '../../../model/systems/cloudcafe/messages.ts'
import { accruals } from './accruals.ts'
import { aggregates } from './aggregates.ts'
import { loyaltyApp } from './app.ts'
import { migrations } from './migrations.ts'
import { loyaltyStore } from './store.ts'

await serve(cloudcafe, (place, register) => {
  const { env, log } = place
  const database = aurora(env, log)
  const warehouse = redshift(env)
  const store = loyaltyStore(database)
  register(stress(place, cpuScenario(stressEntry(import.meta.url), env, 4)))
  register({
    start: () => migrate(database.writer, 'loyalty', migrations),
    close: async () => {
      await Promise.all([database.writer.end(), database.reader.end()])
      warehouse.close()
    },
  })
  register(aggregates(store, warehouse, scaled(flows['facts-in'].windowSeconds, env.timeScale), log))
  register(queueConsumer(env, 'accruals-in', PaymentOutcome, accruals(store, log), log))
  return loyaltyApp(store)
})
