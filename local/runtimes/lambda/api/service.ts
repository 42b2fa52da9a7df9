import { functionArn, functionName } from '../../../../model/names.ts'
import { awsService } from '../../../aws/wire/service.ts'
import type { AwsService } from '../../../types.ts'
import type { FunctionSpec } from '../types.ts'
import type { ApiContext } from './api-context.ts'
import { invalid, notFound } from './errors.ts'
import { functionOperations } from './function-operations.ts'
import { invokeOperations } from './invoke.ts'
import { mappingOperations } from './mapping-operations.ts'

/** The Lambda API (REST, JSON) over a runtime. https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export function lambdaService(it: Pick<ApiContext, 'ctx' | 'runtime' | 'specs'>): AwsService {
  const context: ApiContext = { ...it, startedAt: new Date(), find: (name) => findFunction(it, name) }
  return awsService({
    signingName: 'lambda',
    client: () => import('@aws-sdk/client-lambda'),
    problems: { invalid },
    operations: {
      ...invokeOperations(context),
      ...functionOperations(context),
      ...mappingOperations(context),
    },
  })
}

function findFunction({ ctx, specs }: Pick<ApiContext, 'ctx' | 'specs'>, name: string): FunctionSpec {
  const wanted =
    /^(?:(?:arn:aws:lambda:[\w-]+:)?\d{12}:function:|function:)?([\w-]{1,64})(?::(\$LATEST))?$/.exec(name)
  if (!wanted) throw invalid(`'${name}' is no function name, ARN or partial ARN`)
  for (const [id, spec] of specs) if (functionName(ctx.system, id) === wanted[1]) return spec
  throw notFound(functionArn(ctx.system, '').replace(/[^:]*$/, wanted[1]!))
}
