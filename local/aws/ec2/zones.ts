import { Type } from 'typebox'
import { zoneName } from '../../../model/names.ts'
import type { Estate } from '../estate.ts'
import { AwsError } from '../wire/error.ts'
import { type Operation, operation } from '../wire/service.ts'
import { DryRun, refuseDryRun } from './parameters.ts'

/** `DescribeAvailabilityZones`: those of the model. */
export function zoneOperations({ system }: Estate): Record<string, Operation> {
  const known = system.zones.map((zone) => zoneName(system, zone))
  return {
    DescribeAvailabilityZones: operation(
      {
        DryRun,
        ZoneName: Type.Optional(Type.Array(Type.String())),
        AllAvailabilityZones: Type.Optional(Type.Boolean()),
      },
      ({ ZoneName = known, DryRun: dry }) => {
        refuseDryRun(dry)
        const odd = ZoneName.find((name) => !known.includes(name))
        if (odd) throw new AwsError('InvalidParameterValue', `Invalid availability zone: [${odd}]`)
        return {
          availabilityZoneInfo: ZoneName.map((zone) => ({
            zoneName: zone,
            zoneState: 'available',
            regionName: system.region,
            groupName: system.region,
            networkBorderGroup: system.region,
            optInStatus: 'opt-in-not-required',
            zoneType: 'availability-zone',
            messageSet: [],
          })),
        }
      },
    ),
  }
}
