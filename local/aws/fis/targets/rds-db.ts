import Type from 'typebox'
import { auroraClusterId, auroraMemberArn, zoneName } from '../../../../model/names.ts'
import { optional, text } from '../parameters.ts'
import { inZone, type TargetType } from '../target-type.ts'

/** Members of Aurora clusters. */
export const rdsDb: TargetType<'aws:rds:db'> = {
  resourceType: 'aws:rds:db',
  description: 'An Amazon RDS DB instance',
  parameters: Type.Object({
    availabilityZoneIdentifiers: optional(
      text('The Availability Zones of the DB instance to be affected: a comma separated list, or all.'),
    ),
  }),
  by: { arns: true, tags: true, filters: true },
  list: (world, system, { availabilityZoneIdentifiers: zones }) =>
    Object.entries(world.aurora).flatMap(([cluster, engine]) =>
      engine
        .members()
        .filter((member) => inZone(zoneName(system, member.zone), zones))
        .map((member) => ({
          id: member.id,
          arn: auroraMemberArn(system, member.id),
          tags: system.resources[cluster]?.tags ?? {},
          information: { arn: auroraMemberArn(system, member.id) },
          description: {
            DBInstanceIdentifier: member.id,
            DBClusterIdentifier: auroraClusterId(system, cluster),
            DBInstanceStatus: member.state,
            Engine: 'aurora-postgresql',
            AvailabilityZone: zoneName(system, member.zone),
          },
        })),
    ),
}
