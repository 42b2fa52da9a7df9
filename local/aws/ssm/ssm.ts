import type { AwsService, Context } from '../../types.ts'
import { problems } from '../wire/error.ts'
import { awsService } from '../wire/service.ts'
import { apiCalls } from './api-call.ts'
import { automationOperations } from './automation-operations.ts'
import { type Automations, automations } from './automations.ts'
import { documentOperations } from './document-operations.ts'
import { documents } from './documents.ts'

/** Systems Manager's documents and automations behind the AWS endpoint; parameters and the rest are MiniStack's. */
export interface Ssm {
  readonly service: AwsService
  readonly automations: Automations
}

/** Builds them over an endpoint that their steps call. */
export function ssm(ctx: Pick<Context, 'system' | 'state' | 'timeScale'>, endpoint: () => string): Ssm {
  const known = documents(ctx)
  const runs = automations(ctx, { documents: known, call: apiCalls(ctx.system, endpoint) })
  const service = awsService({
    signingName: 'ssm',
    client: () => import('@aws-sdk/client-ssm'),
    problems: problems('ValidationException'),
    operations: { ...documentOperations(ctx, known), ...automationOperations(ctx, runs) },
  })
  return { service: { ...service, besideMiniStack: true }, automations: runs }
}
