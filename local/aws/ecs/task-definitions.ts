import { Type } from 'typebox'
import { envKeys } from '../../../model/env-keys.ts'
import { serviceName, taskDefinitionArn } from '../../../model/names.ts'
import { type Estate, workloadsOn } from '../estate.ts'
import { AwsError } from '../wire/error.ts'
import { type Operation, operation } from '../wire/service.ts'
import { lowerTagList } from '../wire/tags.ts'
import { include, type Service } from './scope.ts'

/** `DescribeTaskDefinition`: what the model says of a service's tasks; there is one revision. */
export function taskDefinitionOperations(estate: Estate): Record<string, Operation> {
  return {
    DescribeTaskDefinition: operation(
      { taskDefinition: Type.String(), ...include('TAGS') },
      ({ taskDefinition, include: sections = [] }) => {
        const found = findDefinition(estate, taskDefinition)
        if (!found)
          throw new AwsError('ClientException', `Unable to describe task definition '${taskDefinition}'`)
        return {
          taskDefinition: definitionOf(estate, found),
          ...(sections.includes('TAGS') ? { tags: lowerTagList(found[1].tags) } : {}),
        }
      },
    ),
  }
}

/** The service whose task definition has that family, family and revision, or ARN. */
export const findDefinition = (estate: Estate, named: string): Service | undefined =>
  workloadsOn(estate, 'ecs').find(([id]) => {
    const family = serviceName(estate.system, id)
    return [family, `${family}:1`, taskDefinitionArn(estate.system, id)].includes(named)
  })

function definitionOf({ system, since }: Estate, [id, spec]: Service) {
  const size = { cpu: spec.vcpu * 1024, memory: spec.memoryMiB }
  return {
    taskDefinitionArn: taskDefinitionArn(system, id),
    family: serviceName(system, id),
    revision: 1,
    status: 'ACTIVE',
    networkMode: 'awsvpc',
    compatibilities: ['EC2', 'FARGATE'],
    requiresCompatibilities: ['FARGATE'],
    cpu: String(size.cpu),
    memory: String(size.memory),
    registeredAt: since,
    placementConstraints: [],
    volumes: [],
    containerDefinitions: [
      {
        ...size,
        name: id,
        image: spec.source,
        essential: true,
        stopTimeout: spec.stopTimeoutSeconds,
        portMappings: [{ containerPort: spec.port, hostPort: spec.port, protocol: 'tcp' }],
        // each task has links of its own here, so that values differ by task
        environment: envKeys(system, spec).map((name) => ({ name })),
        mountPoints: [],
        volumesFrom: [],
        logConfiguration: {
          logDriver: 'awslogs',
          options: { 'awslogs-group': spec.logGroup, 'awslogs-region': system.region },
        },
      },
    ],
  }
}
