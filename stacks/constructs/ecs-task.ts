import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition/index.js'
import type { LongRunning } from '../../model/kinds.ts'
import { FAULT_AGENT, imageUri, roleName, serviceName } from '../../model/names.ts'
import type { ComputeContext } from '../compute-context.ts'
import { environmentOf, secretKeysOf } from '../environment.ts'
import type { Stack } from '../stack.ts'

/** Name of a task's port, by which a service network finds it. */
export const PORT_NAME = 'http'

/** A Fargate task: the workload's container and, so that FIS's task actions act on it, the SSM agent beside it. */
export function ecsTask(stack: Stack, id: string, it: LongRunning, ctx: ComputeContext): EcsTaskDefinition {
  const { system } = stack.site
  const role = ctx.security.roles[id]!
  return new EcsTaskDefinition(stack, `${id}-task`, {
    family: serviceName(system, id),
    requiresCompatibilities: ['FARGATE'],
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
    networkMode: 'awsvpc',
    cpu: String(it.vcpu * 1024),
    memory: String(it.memoryMiB),
    taskRoleArn: role.arn,
    executionRoleArn: role.executionArn!,
    // what FIS asks of its targets: https://docs.aws.amazon.com/fis/latest/userguide/ecs-task-actions.html
    pidMode: 'task',
    enableFaultInjection: true,
    containerDefinitions: JSON.stringify([app(stack, id, it, ctx), agent(stack, it)]),
    tags: { ...it.tags },
  })
}

function app(stack: Stack, id: string, it: LongRunning, ctx: ComputeContext) {
  const { system, releaseOf } = stack.site
  return {
    name: id,
    image: imageUri(system, id, releaseOf(id)),
    essential: true,
    portMappings: [{ name: PORT_NAME, containerPort: it.port, protocol: 'tcp', appProtocol: 'http' }],
    environment: pairs(environmentOf(stack, id, ctx)),
    secrets: secretKeysOf(system, id, ctx).map(({ key, secretArn, field }) => ({
      name: key,
      valueFrom: `${secretArn}:${field}::`,
    })),
    readonlyRootFilesystem: true,
    stopTimeout: it.stopTimeoutSeconds,
    logConfiguration: logs(stack, it, 'app'),
  }
}

/** Not essential: a task without it serves as before, and only faults by the agent pass it by. */
function agent(stack: Stack, it: LongRunning) {
  const { system, releaseOf } = stack.site
  return {
    name: 'ssm-agent',
    image: imageUri(system, FAULT_AGENT, releaseOf(FAULT_AGENT)),
    essential: false,
    environment: pairs({
      AWS_REGION: system.region,
      SYSTEM: system.id,
      MANAGED_INSTANCE_ROLE: roleName(system, 'managed-instance'),
    }),
    logConfiguration: logs(stack, it, 'ssm-agent'),
  }
}

const pairs = (environment: Readonly<Record<string, string>>) =>
  Object.entries(environment).map(([name, value]) => ({ name, value }))

const logs = ({ site }: Stack, { logGroup }: LongRunning, prefix: string) => ({
  logDriver: 'awslogs',
  options: {
    'awslogs-group': logGroup,
    'awslogs-region': site.system.region,
    'awslogs-stream-prefix': prefix,
    // a log that cannot be delivered is lost rather than a reason for the service to stand still
    mode: 'non-blocking',
    'max-buffer-size': '8m',
  },
})
