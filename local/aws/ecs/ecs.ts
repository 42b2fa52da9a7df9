import type { AwsService } from '../../types.ts'
import type { Estate } from '../estate.ts'
import { problems } from '../wire/error.ts'
import { awsService } from '../wire/service.ts'
import { clusterOperations } from './clusters.ts'
import { deployments } from './deployments.ts'
import { tagOperations } from './resource-tags.ts'
import { serviceOperations } from './services.ts'
import { taskDefinitionOperations } from './task-definitions.ts'
import { taskOperations } from './tasks.ts'

/** ECS of the tasks that run here. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html */
export function ecsService(estate: Estate): AwsService {
  const rollouts = deployments(estate)
  return awsService({
    signingName: 'ecs',
    client: () => import('@aws-sdk/client-ecs'),
    problems: problems('InvalidParameterException'),
    operations: {
      ...clusterOperations(estate),
      ...serviceOperations(estate, rollouts),
      ...taskOperations(estate, rollouts),
      ...taskDefinitionOperations(estate),
      ...tagOperations(estate),
    },
  })
}
