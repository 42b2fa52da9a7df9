import type { LongRunning, System } from '../../model/kinds.ts'
import { behindBalancers } from './balancer.ts'
import { customFigures } from './custom.ts'
import type { Panel } from './panel.ts'

/** An instance on its own: AWS's metrics of it stand under an id that AWS makes, so its own metrics are what there is. */
export const ec2 = (id: string, it: LongRunning, system: System): Panel => ({
  service: 'EC2',
  noun: 'instance',
  figures: [...behindBalancers(system, id), ...customFigures(id, it)],
})
