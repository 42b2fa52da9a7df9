import Type from 'typebox'
import { auroraArn, auroraClusterId, zoneName } from '../../../../model/names.ts'
import { optional, text } from '../parameters.ts'
import { inZone, type TargetType } from '../target-type.ts'

/** Aurora clusters of the model. */
export const rdsCluster: TargetType<'aws:rds:cluster'> = {
  resourceType: 'aws:rds:cluster',
  description: 'An Amazon Aurora DB cluster',
  parameters: Type.Object({
    writerAvailabilityZoneIdentifiers: optional(
      text('The Availability Zones of the writer of the DB cluster: a comma separated list, or all.'),
    ),
  }),
  by: { arns: true, tags: true, filters: true },
  list: (world, system, { writerAvailabilityZoneIdentifiers: zones }) =>
    Object.entries(world.aurora)
      .map(([id, engine]) => ({ id, members: engine.members() }))
      .filter(({ members }) => {
        const writer = members.find((member) => member.role === 'writer')
        return inZone(writer ? zoneName(system, writer.zone) : '', zones)
      })
      .map(({ id, members }) => ({
        id,
        arn: auroraArn(system, id),
        tags: system.resources[id]?.tags ?? {},
        information: { arn: auroraArn(system, id) },
        description: {
          DBClusterArn: auroraArn(system, id),
          DBClusterIdentifier: auroraClusterId(system, id),
          Engine: 'aurora-postgresql',
          Status: members.every((member) => member.state === 'available') ? 'available' : 'failing-over',
          AvailabilityZones: members.map((member) => zoneName(system, member.zone)),
        },
      })),
}
