import Type from 'typebox'
import type { Fn, System } from '../../../../model/kinds.ts'
import { functionArn, functionName } from '../../../../model/names.ts'
import { optional, text } from '../parameters.ts'
import type { Resource, TargetType } from '../target-type.ts'

/** Functions of the model; they have no versions or aliases here, so that only `$LATEST` qualifies one. */
export const lambdaFunction: TargetType<'aws:lambda:function'> = {
  resourceType: 'aws:lambda:function',
  description: 'An AWS Lambda function',
  parameters: Type.Object({
    functionQualifier: optional(text('The version or alias of the function to target.')),
  }),
  by: { arns: true, tags: true, filters: true },
  list(_world, system, { functionQualifier = '$LATEST' }) {
    if (functionQualifier !== '$LATEST') return []
    return Object.entries(system.workloads).flatMap(([id, it]) =>
      it.kind === 'function' ? [resourceOf(id, it, system)] : [],
    )
  },
}

const resourceOf = (id: string, it: Fn, system: System): Resource => ({
  id,
  arn: functionArn(system, id),
  tags: it.tags,
  information: { arn: functionArn(system, id) },
  description: {
    FunctionName: functionName(system, id),
    FunctionArn: functionArn(system, id),
    Description: it.title,
    MemorySize: it.memoryMiB,
    Timeout: it.timeoutSeconds,
    Version: '$LATEST',
  },
})
