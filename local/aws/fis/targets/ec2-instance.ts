import Type from 'typebox'
import type { System } from '../../../../model/kinds.ts'
import { vpcId, zoneName } from '../../../../model/names.ts'
import type { Copy } from '../../../types.ts'
import type { Resource, TargetType } from '../target-type.ts'
import { copiesOn, type World } from '../world.ts'

const STATE_NAMES: Readonly<Record<Copy['state'], string>> = {
  provisioning: 'pending',
  starting: 'running',
  running: 'running',
  draining: 'stopping',
  stopped: 'stopped',
}

/** Instances, those of Auto Scaling groups and those on their own; stopped and terminated ones are no targets. */
export const ec2Instance: TargetType<'aws:ec2:instance'> = {
  resourceType: 'aws:ec2:instance',
  description: 'An Amazon EC2 instance',
  parameters: Type.Object({}),
  by: { arns: true, tags: true, filters: true },
  list: (world, system) => instances(world).map((instance) => resourceOf(instance, system)),
}

const instances = (world: World): readonly Copy[] =>
  [...copiesOn(world, 'asg'), ...copiesOn(world, 'ec2')].filter((it) => it.state !== 'stopped')

/** Whether an instance belongs to a group (`asg`) or stands on its own (`ec2`). */
export const placeOfInstance = (world: World, id: string): Copy['on'] =>
  copiesOn(world, 'ec2').some((instance) => instance.id === id) ? 'ec2' : 'asg'

function resourceOf(instance: Copy, system: System): Resource {
  const workload = system.workloads[instance.workload]
  return {
    id: instance.id,
    arn: instance.arn,
    tags: instance.tags,
    information: { arn: instance.arn },
    description: {
      InstanceId: instance.arn.split('/').at(-1),
      ...(workload && 'instanceType' in workload ? { InstanceType: workload.instanceType } : {}),
      Placement: { AvailabilityZone: zoneName(system, instance.zone) },
      State: { Name: STATE_NAMES[instance.state] },
      VpcId: vpcId(system),
    },
  }
}
