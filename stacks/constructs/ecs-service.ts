import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy/index.js'
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target/index.js'
import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster/index.js'
import type { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers/index.js'
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service/index.js'
import type { LongRunning, System } from '../../model/kinds.ts'
import { clusterName, serviceName } from '../../model/names.ts'
import type { ComputeContext } from '../compute-context.ts'
import type { Role } from '../roles.ts'
import type { Stack } from '../stack.ts'
import { ecsTask, PORT_NAME } from './ecs-task.ts'

/** What a service stands in. */
export interface EcsPlace {
  readonly stack: Stack
  readonly ctx: ComputeContext
  readonly cluster: EcsCluster
  /** A service that asks for capacity is refused until the cluster has it. */
  readonly capacity: EcsClusterCapacityProviders
  /** Role with which ECS registers tasks with a service network; null where there is none. */
  readonly latticeRole: Role | null
}

/** An ECS service: its tasks in the private subnets, registered with every entry that leads to it, and its scaling. */
export function ecsService(id: string, it: LongRunning, place: EcsPlace): void {
  const { stack, ctx, cluster, capacity, latticeRole } = place
  const { system } = stack.site
  const service = new EcsService(stack, `${id}-service`, {
    name: serviceName(system, id),
    cluster: cluster.arn,
    taskDefinition: ecsTask(stack, id, it, ctx).arn,
    desiredCount: it.scaling.min,
    capacityProviderStrategy: strategy(system, id, it),
    availabilityZoneRebalancing: 'ENABLED',
    deploymentMinimumHealthyPercent: it.rollout.minHealthyPercent,
    deploymentMaximumPercent: it.rollout.maxPercent,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    healthCheckGracePeriodSeconds: it.provisioningSeconds,
    networkConfiguration: {
      subnets: [...ctx.network.subnetIds.private],
      securityGroups: [ctx.network.groups.of('ecs'), ...ctx.edge.groupsOf(id)],
      assignPublicIp: false,
    },
    ...registrations(id, it, place),
    enableEcsManagedTags: true,
    // tasks bear the service's tags, by which people and FIS find them
    propagateTags: 'SERVICE',
    // scaling moves it
    lifecycle: { ignoreChanges: ['desired_count'] },
    tags: { ...it.tags },
    dependsOn: [capacity, ...(latticeRole?.rights ?? [])],
  })
  scaling(id, it, stack, service)
}

/** On-demand capacity for the smallest number of tasks; beyond it Spot, where the model says that the service takes it. */
function strategy(system: System, id: string, { scaling }: LongRunning) {
  const onDemand = { capacityProvider: 'FARGATE', base: scaling.min }
  if (!(id in system.operations.spot)) return [{ ...onDemand, weight: 1 }]
  return [
    { ...onDemand, weight: 0 },
    { capacityProvider: 'FARGATE_SPOT', weight: 1 },
  ]
}

function registrations(id: string, { port }: LongRunning, { ctx, latticeRole }: EcsPlace) {
  const targets = ctx.edge.targetsOf(id)
  return {
    loadBalancer: targets
      .filter((it) => it.kind === 'balancer')
      .map(({ arn }) => ({ targetGroupArn: arn, containerName: id, containerPort: port })),
    ...(latticeRole && {
      vpcLatticeConfigurations: targets
        .filter((it) => it.kind === 'lattice')
        .map(({ arn }) => ({ roleArn: latticeRole.arn, targetGroupArn: arn, portName: PORT_NAME })),
    }),
  }
}

/** Target tracking on CPU; nothing for a service of a fixed size. */
function scaling(id: string, it: LongRunning, stack: Stack, service: EcsService): void {
  if (it.scaling.on !== 'cpu') return
  const { target, min, max, cooldownOut, cooldownIn } = it.scaling
  const scalable = new AppautoscalingTarget(stack, `${id}-scaling`, {
    serviceNamespace: 'ecs',
    scalableDimension: 'ecs:service:DesiredCount',
    resourceId: `service/${clusterName(stack.site.system)}/${service.name}`,
    minCapacity: min,
    maxCapacity: max,
  })
  new AppautoscalingPolicy(stack, `${id}-cpu`, {
    name: `${service.name}-cpu`,
    policyType: 'TargetTrackingScaling',
    serviceNamespace: scalable.serviceNamespace,
    scalableDimension: scalable.scalableDimension,
    resourceId: scalable.resourceId,
    targetTrackingScalingPolicyConfiguration: {
      predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      targetValue: target,
      scaleOutCooldown: cooldownOut,
      scaleInCooldown: cooldownIn,
    },
  })
}
