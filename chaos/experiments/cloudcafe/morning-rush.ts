import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/**
 * Both faults of the morning rush in one template, for a drill without a game day. The drill is expected to burn the
 * order SLO fast and to lack tasks for a while, so that neither `order-fast-burn` nor `ecs-task-count` may stop it; five
 * minutes of errors may.
 */
export const morningRush = experiment(cloudcafe, {
  id: 'morning-rush',
  description: 'Half of the order tasks are stopped; five minutes later Aurora fails over.',
  stopConditions: ['high-error-rate'],
  targets: {
    tasks: { tasksOf: 'order', selectionMode: 'PERCENT(50)' },
    cluster: { clusterOf: 'aurora' },
  },
  actions: {
    'stop-tasks': { actionId: 'aws:ecs:stop-task', target: 'tasks' },
    recover: { actionId: 'aws:fis:wait', parameters: { duration: 'PT5M' }, startAfter: ['stop-tasks'] },
    failover: { actionId: 'aws:rds:failover-db-cluster', target: 'cluster', startAfter: ['recover'] },
  },
})
