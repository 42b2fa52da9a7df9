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
        ZoneNames: Type.Optional(Type.Array(Type.String())),
        AllAvailabilityZones: Type.Optional(Type.Boolean()),
      },
      ({ ZoneNames = known, DryRun: dry }) => {
        refuseDryRun(dry)
        const odd = ZoneNames.find((name) => !known.includes(name))
        if (odd) throw new AwsError('InvalidParameterValue', `Invalid availability zone: [${odd}]`)
        return {
          AvailabilityZones: ZoneNames.map((zone) => ({
            ZoneName: zone,
            State: 'available',
            RegionName: system.region,
            GroupName: system.region,
            NetworkBorderGroup: system.region,
            OptInStatus: 'opt-in-not-required',
            ZoneType: 'availability-zone',
            Messages: [],
          })),
        }
      },
    ),
  }
}
