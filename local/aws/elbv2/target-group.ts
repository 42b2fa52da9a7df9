import type { Fn, LongRunning, System } from '../../../model/kinds.ts'
import { functionArn, targetGroupArn, vpcId, zoneName } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import type { Copy } from '../../types.ts'
import type { Estate } from '../estate.ts'
import { type Balancer, balancersOf } from './balancer.ts'

/** A target group and the workload whose copies are its targets, or the function that is its only one. */
export interface Group {
  readonly name: string
  readonly arn: string
  readonly workload: string
  readonly spec: LongRunning | Fn
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
      spec: estate.system.workloads[to] as LongRunning | Fn,
      balancer,
    }))
  })

const isOfInstances = ({ on }: LongRunning): boolean => on === 'asg' || on === 'ec2'

/** A target group as the API shows it; intervals in seconds of AWS. */
export function groupShape({ system }: Estate, { name, arn, spec, balancer }: Group) {
  return {
    TargetGroupArn: arn,
    TargetGroupName: name,
    LoadBalancerArns: [balancer.arn],
    IpAddressType: 'ipv4',
    ...(spec.kind === 'function' ? ofFunction : ofCopies(system, spec, balancer)),
  }
}

/** A function's health is not checked unless somebody asks for it. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html */
const ofFunction = { TargetType: 'lambda', HealthCheckEnabled: false }

function ofCopies(system: System, spec: LongRunning, { entry }: Balancer) {
  const { health } = spec
  const isHttp = entry.kind === 'alb'
  return {
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
    TargetType: isOfInstances(spec) ? 'instance' : 'ip',
  }
}

/** A target by its id and port; tasks and pods share this machine's address and differ by port, a function has none. */
export interface Target {
  readonly Id: string
  readonly Port?: number
  readonly AvailabilityZone: string
}

/** The targets of a group and how they fare. */
export function targetsOf({ system, runtimes }: Estate, { spec, workload }: Group) {
  if (spec.kind === 'function')
    return [
      { Target: { Id: functionArn(system, workload), AvailabilityZone: 'all' }, TargetHealth: UNCHECKED },
    ]
  const copies = runtimes[spec.on === 'ec2' ? 'asg' : spec.on].copies(workload)
  return copies
    .filter(({ state }) => state !== 'provisioning' && state !== 'stopped')
    .map((copy) => ({
      Target: targetOf(system, spec, copy),
      HealthCheckPort: String(copy.port),
      TargetHealth: healthOf(copy),
    }))
}

const UNCHECKED = {
  State: 'unavailable',
  Reason: 'Target.HealthCheckDisabled',
  Description: 'Health checks are not enabled for this target',
}

const targetOf = (system: System, spec: LongRunning, copy: Copy): Target => ({
  Id: isOfInstances(spec) ? copy.id : platform.host,
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
