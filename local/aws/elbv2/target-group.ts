import type { LongRunning } from '../../../model/kinds.ts'
import { targetGroupArn, vpcId, zoneName } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import type { Copy } from '../../types.ts'
import type { Estate } from '../estate.ts'
import { type Balancer, balancersOf } from './balancer.ts'

/** A target group and the workload whose copies are its targets. */
export interface Group {
  readonly name: string
  readonly arn: string
  readonly workload: string
  readonly spec: LongRunning
  readonly balancer: Balancer
}

export const groupsOf = (estate: Estate): readonly Group[] =>
  balancersOf(estate).flatMap((balancer) => {
    const { entry } = balancer
    const leads = entry.kind === 'alb' ? entry.routes : [entry]
    return leads.map(({ targetGroup, to }) => ({
      name: targetGroup,
      arn: targetGroupArn(estate.system, targetGroup),
      workload: to,
      spec: estate.system.workloads[to] as LongRunning,
      balancer,
    }))
  })

const isOfInstances = ({ spec }: Group): boolean => spec.on === 'asg' || spec.on === 'ec2'

/** A target group as the API shows it; intervals in seconds of AWS. */
export function groupShape({ system }: Estate, group: Group) {
  const { spec, balancer } = group
  const { health } = spec
  const isHttp = balancer.entry.kind === 'alb'
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: isHttp ? 'HTTP' : 'TCP',
    ...(isHttp ? { ProtocolVersion: 'HTTP1' } : {}),
    Port: spec.port,
    VpcId: vpcId(system),
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckPath: health.readyPath,
    HealthCheckIntervalSeconds: health.intervalSeconds,
    HealthyThresholdCount: health.healthyAfter,
    UnhealthyThresholdCount: health.unhealthyAfter,
    Matcher: { HttpCode: '200-299' },
    LoadBalancerArns: [balancer.arn],
    TargetType: isOfInstances(group) ? 'instance' : 'ip',
    IpAddressType: 'ipv4',
  }
}

/** A target by its id and port; tasks and pods share this machine's address and differ by port. */
export interface Target {
  readonly Id: string
  readonly Port: number
  readonly AvailabilityZone: string
}

/** The targets of a group and how they fare. */
export const targetsOf = (estate: Estate, group: Group) =>
  copiesOf(estate, group)
    .filter(({ state }) => state !== 'provisioning' && state !== 'stopped')
    .map((copy) => ({
      Target: targetOf(estate, group, copy),
      HealthCheckPort: String(copy.port),
      TargetHealth: healthOf(copy),
    }))

function copiesOf({ runtimes }: Estate, { spec, workload }: Group): readonly Copy[] {
  const on = spec.on === 'ec2' ? 'asg' : spec.on
  return runtimes[on].copies(workload)
}

const targetOf = ({ system }: Estate, group: Group, copy: Copy): Target => ({
  Id: isOfInstances(group) ? copy.id : platform.host,
  Port: copy.port,
  AvailabilityZone: zoneName(system, copy.zone),
})

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
function healthOf({ state, healthy }: Copy) {
  if (state === 'draining') {
    const Description = 'Target deregistration is in progress'
    return { State: 'draining', Reason: 'Target.DeregistrationInProgress', Description }
  }
  if (state === 'starting') {
    const Description = 'Initial health checks in progress'
    return { State: 'initial', Reason: 'Elb.InitialHealthChecking', Description }
  }
  if (healthy) return { State: 'healthy' }
  return { State: 'unhealthy', Reason: 'Target.FailedHealthChecks', Description: 'Health checks failed' }
}
