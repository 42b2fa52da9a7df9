import type { LongRunning } from '../../../model/kinds.ts'
import { arn, serviceName, subnetId, targetGroupArn, zoneName } from '../../../model/names.ts'
import type { Copy } from '../../types.ts'
import { type Estate, entriesOf, workloadsOn } from '../estate.ts'

/** A workload that runs as an Auto Scaling group, with its id. */
export type Group = readonly [id: string, spec: LongRunning]

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scaling-cooldowns.html */
const USUAL_COOLDOWN_SECONDS = 300

export const groupsOf = (estate: Estate): readonly Group[] => workloadsOn(estate, 'asg', 'ec2')

/** Instances that belong to their groups: all but terminated ones; a stopped one does until its group looks. */
export const membersOf = ({ runtimes }: Estate, workload?: string): readonly Copy[] =>
  runtimes.asg.copies(workload).filter(({ state, startable }) => state !== 'stopped' || startable)

/** An instance as its group sees it. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
export function memberShape(estate: Estate, it: Copy) {
  const [, spec] = groupsOf(estate).find(([id]) => id === it.workload)!
  return {
    InstanceId: it.id,
    InstanceType: spec.instanceType,
    AvailabilityZone: zoneName(estate.system, it.zone),
    LifecycleState: lifecycleOf(it),
    HealthStatus: it.startable || (it.state === 'running' && !it.healthy) ? 'Unhealthy' : 'Healthy',
    ProtectedFromScaleIn: false,
  }
}

function lifecycleOf({ state, startable }: Copy): string {
  if (state === 'provisioning' || state === 'starting') return 'Pending'
  return state === 'running' || startable ? 'InService' : 'Terminating'
}

export function groupShape(estate: Estate, [id, spec]: Group) {
  const { system, runtimes, since } = estate
  const name = serviceName(system, id)
  const targetGroups = entriesOf(estate, 'nlb')
    .filter(([, nlb]) => nlb.to === id)
    .map(([, nlb]) => targetGroupArn(system, nlb.targetGroup))
  return {
    AutoScalingGroupName: name,
    AutoScalingGroupARN: arn(system, 'autoscaling', `autoScalingGroup:1:autoScalingGroupName/${name}`),
    MinSize: spec.scaling.min,
    MaxSize: spec.scaling.max,
    DesiredCapacity: runtimes.asg.desired(id),
    DefaultCooldown: spec.scaling.on === 'cpu' ? spec.scaling.cooldownOut : USUAL_COOLDOWN_SECONDS,
    AvailabilityZones: system.zones.map((zone) => zoneName(system, zone)),
    LoadBalancerNames: [],
    TargetGroupARNs: targetGroups,
    HealthCheckType: targetGroups.length > 0 ? 'ELB' : 'EC2',
    HealthCheckGracePeriod: 0,
    Instances: membersOf(estate, id).map((it) => memberShape(estate, it)),
    CreatedTime: since,
    SuspendedProcesses: [],
    VPCZoneIdentifier: system.zones.map((zone) => subnetId(system, 'private', zone)).join(','),
    EnabledMetrics: [],
    Tags: Object.entries(spec.tags).map(([Key, Value]) => ({
      ResourceId: name,
      ResourceType: 'auto-scaling-group',
      Key,
      Value,
      PropagateAtLaunch: true,
    })),
    TerminationPolicies: ['Default'],
    NewInstancesProtectedFromScaleIn: false,
  }
}
