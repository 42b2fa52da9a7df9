import Type from 'typebox'
import type { System } from '../../../../model/kinds.ts'
import { clusterName, ecsClusterArn, serviceName, zoneName } from '../../../../model/names.ts'
import type { Copy } from '../../../types.ts'
import { optional, text } from '../parameters.ts'
import type { Resource, TargetType } from '../target-type.ts'
import { copiesOn } from '../world.ts'

const ALIVE: readonly Copy['state'][] = ['starting', 'running']

/** Tasks that have a process: what is not started yet or already stopping is no target. */
export const ecsTask: TargetType<'aws:ecs:task'> = {
  resourceType: 'aws:ecs:task',
  description: 'An Amazon ECS task',
  parameters: Type.Object({
    cluster: optional(text('The cluster that contains the target tasks.')),
    service: optional(text('The service that contains the target tasks.')),
  }),
  by: { arns: true, tags: true, filters: true },
  list(world, system, { cluster, service }) {
    const here = [undefined, clusterName(system), ecsClusterArn(system)]
    if (!here.includes(cluster)) return []
    return copiesOn(world, 'ecs')
      .filter((task) => ALIVE.includes(task.state))
      .filter((task) => !service || service.split('/').at(-1) === serviceName(system, task.workload))
      .map((task) => resourceOf(task, system))
  },
}

const resourceOf = (task: Copy, system: System): Resource => ({
  id: task.id,
  arn: task.arn,
  tags: task.tags,
  information: { arn: task.arn },
  description: {
    TaskArn: task.arn,
    ClusterArn: ecsClusterArn(system),
    Group: `service:${serviceName(system, task.workload)}`,
    LaunchType: 'FARGATE',
    DesiredStatus: 'RUNNING',
    LastStatus: task.state === 'running' ? 'RUNNING' : 'PENDING',
    HealthStatus: task.healthy ? 'HEALTHY' : 'UNHEALTHY',
    AvailabilityZone: zoneName(system, task.zone),
  },
})
