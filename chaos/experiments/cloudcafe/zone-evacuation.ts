import { zoneName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** What one does when a zone is unwell: two zones are to carry what three did. */
export const zoneEvacuation = experiment(cloudcafe, {
  id: 'zone-evacuation',
  description: 'The load balancer sends nothing to the first zone, for five minutes.',
  stopConditions: ['high-error-rate', 'order-fast-burn'],
  targets: { balancer: { balancer: 'alb' } },
  actions: {
    shift: {
      actionId: 'aws:arc:start-zonal-autoshift',
      target: 'balancer',
      parameters: {
        duration: 'PT5M',
        availabilityZoneIdentifier: zoneName(cloudcafe, cloudcafe.zones[0]),
        managedResourceTypes: 'ALB',
        // no balancer of ours shifts by itself
        zonalAutoshiftStatus: 'ANY',
      },
    },
  },
})
