import { resourceName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** The document's "ElastiCache flush": menus come from DocumentDB until the cache is warm again. */
export const cacheFlush = experiment(cloudcafe, {
  id: 'cache-flush',
  description: 'The cache reboots and comes back empty.',
  stopConditions: ['high-error-rate', 'order-fast-burn'],
  targets: {},
  actions: {
    flush: {
      actionId: 'aws:ssm:start-automation-execution',
      document: 'flush-cache',
      parameters: { ReplicationGroupId: resourceName(cloudcafe, 'elasticache') },
      maxDuration: 'PT15M',
    },
  },
})
