import { serve } from '../../../lib/serve.ts'
import { documentdb } from '../../../lib/stores/documentdb.ts'
import { valkey } from '../../../lib/stores/valkey.ts'
import { cpuScenario, stressEntry } from '../../../lib/stress/cpu-scenario.ts'
import { stress } from '../../../lib/stress/stress.ts'
import { scaled } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { resources } from '../../../model/systems/cloudcafe/resources.ts'
import { menuItems } from '../../../model/systems/cloudcafe/seed.ts'
import { menuApp } from './app.ts'
import { menuConfig } from './config.ts'
import { menuReader } from './reading.ts'
import { type MenuDocument, menuStore } from './store.ts'

await serve(cloudcafe, (place, register) => {
  const { env, log } = place
  const config = menuConfig(process.env.MENU_CONFIG)
  const cache = valkey(env.of('ELASTICACHE_URL'), log)
  const documents = documentdb(env, log)
  const store = menuStore(() => documents.collection<MenuDocument>())
  register(stress(place, cpuScenario(stressEntry(import.meta.url), env)))
  register({
    async start() {
      await documents.connect()
      await store.seed(menuItems)
    },
    close: async () => {
      cache.disconnect()
      await documents.close()
    },
  })
  const ttlSeconds = scaled(resources.elasticache.ttlSeconds.menu, env.timeScale)
  return menuApp(menuReader(cache, store, config, ttlSeconds, log), log)
})
