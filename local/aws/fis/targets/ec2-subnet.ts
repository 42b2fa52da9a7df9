import Type from 'typebox'
import { subnetArn, vpcId, zoneName } from '../../../../model/names.ts'
import { optional, text } from '../parameters.ts'
import { inZone, type TargetType } from '../target-type.ts'

/** Subnets of the model: one of each tier in each zone; copies are in the private ones. */
export const ec2Subnet: TargetType<'aws:ec2:subnet'> = {
  resourceType: 'aws:ec2:subnet',
  description: 'An Amazon VPC subnet',
  parameters: Type.Object({
    availabilityZoneIdentifier: optional(text('The code of the Availability Zone of the target subnets.')),
    vpc: optional(text('The VPC that contains the target subnets.')),
  }),
  by: { arns: true, tags: true, filters: true },
  list(_world, system, { availabilityZoneIdentifier, vpc }) {
    if (vpc && vpc !== vpcId(system)) return []
    return Object.entries(system.subnets).flatMap(([tier, blocks]) =>
      system.zones
        .map((zone, i) => ({ zone, arn: subnetArn(system, tier, zone), cidr: blocks[i] }))
        .filter(({ zone }) => inZone(zoneName(system, zone), availabilityZoneIdentifier))
        .map(({ zone, arn, cidr }) => ({
          id: `${tier}/${zone}`,
          arn,
          tags: { System: system.id, Tier: tier, Zone: zone },
          information: { arn },
          description: {
            SubnetArn: arn,
            SubnetId: arn.split('/').at(-1),
            AvailabilityZone: zoneName(system, zone),
            CidrBlock: cidr,
            VpcId: vpcId(system),
          },
        })),
    )
  },
}
