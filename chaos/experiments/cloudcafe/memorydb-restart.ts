import { MEMORYDB_SHARD, resourceName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** The document's "MemoryDB restart": rate limits and stock locks wait for a moment, and nothing acknowledged is lost. */
export const memorydbRestart = experiment(cloudcafe, {
  id: 'memorydb-restart',
  description: 'The primary of MemoryDB goes, and comes back.',
  stopConditions: ['high-error-rate', 'lambda-errors'],
  targets: {},
  actions: {
    restart: {
      actionId: 'aws:ssm:start-automation-execution',
      document: 'fail-over-shard',
      parameters: { ClusterName: resourceName(cloudcafe, 'memorydb'), ShardName: MEMORYDB_SHARD },
      maxDuration: 'PT20M',
    },
  },
})
