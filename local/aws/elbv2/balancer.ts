import type { Alb, Nlb } from '../../../model/kinds.ts'
import { albName, loadBalancerArn, nlbName, subnetId, vpcId, zoneName } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import { type Estate, entriesOf } from '../estate.ts'

/** A load balancer of the model. */
export interface Balancer {
  readonly id: string
  readonly entry: Alb | Nlb
  /** As in its ARN: `app/cloudcafe-alb/…`. */
  readonly path: string
  readonly name: string
  readonly arn: string
  /** The port of this machine that it listens on. */
  readonly port: number
}

export const balancersOf = (estate: Estate): readonly Balancer[] => [
  ...entriesOf(estate, 'alb').map(([id, entry]) =>
    balancer(estate, id, entry, albName(estate.system, id), estate.ports.alb),
  ),
  ...entriesOf(estate, 'nlb').map(([id, entry]) =>
    balancer(estate, id, entry, nlbName(estate.system, id), estate.ports.nlb),
  ),
]

function balancer({ system }: Estate, id: string, entry: Alb | Nlb, path: string, port: number): Balancer {
  return { id, entry, path, port, name: path.split('/')[1]!, arn: loadBalancerArn(system, path) }
}

/** A load balancer as the API shows it; its name in DNS is this machine's. */
export function balancerShape({ system, since }: Estate, { entry, name, arn }: Balancer) {
  const tier = entry.scheme === 'internal' ? 'private' : 'public'
  return {
    LoadBalancerArn: arn,
    LoadBalancerName: name,
    DNSName: platform.host,
    CreatedTime: since,
    Scheme: entry.scheme,
    VpcId: vpcId(system),
    State: { Code: 'active' },
    Type: entry.kind === 'alb' ? 'application' : 'network',
    AvailabilityZones: system.zones.map((zone) => ({
      ZoneName: zoneName(system, zone),
      SubnetId: subnetId(system, tier, zone),
    })),
    IpAddressType: 'ipv4',
  }
}
