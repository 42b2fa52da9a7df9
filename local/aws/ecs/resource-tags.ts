import { Type } from 'typebox'
import { ecsClusterArn, ecsServiceArn } from '../../../model/names.ts'
import { type Estate, workloadsOn } from '../estate.ts'
import { type Operation, operation } from '../wire/service.ts'
import { lowerTagList } from '../wire/tags.ts'
import { invalid } from './scope.ts'
import { findDefinition } from './task-definitions.ts'

/** `ListTagsForResource` of the cluster, services, tasks and task definitions. */
export function tagOperations(estate: Estate): Record<string, Operation> {
  return {
    ListTagsForResource: operation({ resourceArn: Type.String() }, ({ resourceArn }) => {
      const tags = tagsOf(estate, resourceArn)
      if (!tags) throw invalid(`The specified resource was not found: '${resourceArn}'`)
      return { tags: lowerTagList(tags) }
    }),
  }
}

function tagsOf(estate: Estate, arn: string): Readonly<Record<string, string>> | undefined {
  if (arn === ecsClusterArn(estate.system)) return {}
  const service = workloadsOn(estate, 'ecs').find(([id]) => ecsServiceArn(estate.system, id) === arn)
  const task = estate.runtimes.ecs.copies().find((it) => it.arn === arn)
  return service?.[1].tags ?? task?.tags ?? findDefinition(estate, arn)?.[1].tags
}
