import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** The document's "ECS task termination (50% capacity loss)". */
export const orderTasksHalf = experiment(cloudcafe, {
  id: 'order-tasks-half',
  description: 'Half of the order tasks are stopped at once.',
  stopConditions: ['high-error-rate'],
  targets: { tasks: { tasksOf: 'order', selectionMode: 'PERCENT(50)' } },
  actions: { stop: { actionId: 'aws:ecs:stop-task', target: 'tasks' } },
})
