import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** The smallest drill: one order task. */
export const orderTaskOne = experiment(cloudcafe, {
  id: 'order-task-one',
  description: 'One order task is stopped.',
  stopConditions: ['high-error-rate', 'order-fast-burn'],
  targets: { task: { tasksOf: 'order', selectionMode: 'COUNT(1)' } },
  actions: { stop: { actionId: 'aws:ecs:stop-task', target: 'task' } },
})
