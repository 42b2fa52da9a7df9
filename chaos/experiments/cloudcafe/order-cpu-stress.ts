import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** Every order task is busy, which the service is to meet by scaling out. */
export const orderCpuStress = experiment(cloudcafe, {
  id: 'order-cpu-stress',
  description: 'All order tasks burn 90 % of their CPU for five minutes.',
  stopConditions: ['high-error-rate', 'order-fast-burn'],
  targets: { tasks: { tasksOf: 'order', selectionMode: 'ALL' } },
  actions: {
    burn: {
      actionId: 'aws:ecs:task-cpu-stress',
      target: 'tasks',
      parameters: { duration: 'PT5M', percent: '90' },
    },
  },
})
