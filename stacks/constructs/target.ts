import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group/index.js'
import type { LongRunning, Route, System } from '../../model/kinds.ts'
import { nodePort } from '../../model/names.ts'
import type { Stack } from '../stack.ts'

/** The workload of an entry, which is one with a port. */
export function longRunning(system: System, id: string): LongRunning {
  const found = system.workloads[id]
  if (found && 'port' in found) return found
  throw new Error(`'${id}' of ${system.id} has no port, and an entry cannot lead to it`)
}

/** How a balancer reaches a workload's copies: tasks by their address, pods by a port of their nodes, instances by their own. */
export function targetOf(system: System, workload: string): { port: number; targetType: 'ip' | 'instance' } {
  const { on, port } = longRunning(system, workload)
  if (on === 'ecs') return { port, targetType: 'ip' }
  return { port: on === 'eks' ? nodePort(workload) : port, targetType: 'instance' }
}

interface Options {
  readonly name: string
  readonly workload: string
  readonly vpcId: string
  readonly protocol: 'HTTP' | 'TCP'
  readonly deregistrationSeconds: number
}

/** A target group that leads to a function, which is attached where it is made. */
export const functionGroup = (
  stack: Stack,
  { targetGroup: name, to, multiValueHeaders }: Route,
): LbTargetGroup =>
  new LbTargetGroup(stack, name, {
    name,
    targetType: 'lambda',
    ...(multiValueHeaders ? { lambdaMultiValueHeadersEnabled: true } : {}),
    tags: { ...stack.site.system.workloads[to]!.tags },
  })

/** A target group that sends requests to copies that say they are ready. */
export function targetGroup(stack: Stack, options: Options): LbTargetGroup {
  const { system } = stack.site
  const { health } = longRunning(system, options.workload)
  return new LbTargetGroup(stack, options.name, {
    name: options.name,
    vpcId: options.vpcId,
    protocol: options.protocol,
    ...targetOf(system, options.workload),
    deregistrationDelay: String(options.deregistrationSeconds),
    healthCheck: {
      protocol: 'HTTP',
      path: health.readyPath,
      matcher: '200',
      interval: health.intervalSeconds,
      timeout: Math.ceil(health.intervalSeconds / 2),
      healthyThreshold: health.healthyAfter,
      unhealthyThreshold: health.unhealthyAfter,
    },
    tags: { ...system.workloads[options.workload]!.tags },
  })
}
