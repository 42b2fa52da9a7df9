import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** One of three menu pods goes without grace; its deployment replaces it. */
export const menuPodDelete = experiment(cloudcafe, {
  id: 'menu-pod-delete',
  description: 'One menu pod is deleted without grace.',
  stopConditions: ['high-error-rate'],
  targets: { pod: { podsOf: 'menu', selectionMode: 'COUNT(1)' } },
  actions: {
    remove: { actionId: 'aws:eks:pod-delete', target: 'pod', parameters: { gracePeriodSeconds: '0' } },
  },
})
