import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** The document's "RDS Aurora failover". */
export const auroraFailover = experiment(cloudcafe, {
  id: 'aurora-failover',
  description: 'Aurora fails over to its reader.',
  stopConditions: ['high-error-rate', 'lambda-errors'],
  targets: { cluster: { clusterOf: 'aurora' } },
  actions: { failover: { actionId: 'aws:rds:failover-db-cluster', target: 'cluster' } },
})
