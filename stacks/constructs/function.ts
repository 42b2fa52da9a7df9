import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping/index.js'
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js'
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js'
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment/index.js'
import type { Fn, QueueFlow, StreamFlow } from '../../model/kinds.ts'
import { artifactKey, functionName, queueArn, streamArn } from '../../model/names.ts'
import type { ComputeContext } from '../compute-context.ts'
import { environmentOf } from '../environment.ts'
import { inVpc } from '../iam-runtime.ts'
import type { Stack } from '../stack.ts'
import { lambda } from '../versions.ts'

/** What a function stands in. */
export interface FunctionPlace {
  readonly stack: Stack
  readonly ctx: ComputeContext
  /** ARN of the layer by which FIS injects faults, and where it is told of them. */
  readonly faults: { readonly layerArn: string; readonly environment: Readonly<Record<string, string>> }
}

/** A function from its archive, with the sources that the model's flows lead to it. */
export function lambdaFunction(id: string, it: Fn, place: FunctionPlace): void {
  const { stack, ctx, faults } = place
  const { system, releaseOf } = stack.site
  const made = new LambdaFunction(stack, id, {
    functionName: functionName(system, id),
    description: it.title,
    s3Bucket: ctx.artifacts.bucketName,
    s3Key: artifactKey(id, releaseOf(id)),
    runtime: lambda.runtime,
    architectures: [lambda.architecture],
    handler: lambda.handler,
    role: ctx.security.roles[id]!.arn,
    memorySize: it.memoryMiB,
    timeout: it.timeoutSeconds,
    reservedConcurrentExecutions: it.reservedConcurrency,
    layers: [faults.layerArn],
    environment: { variables: { ...environmentOf(stack, id, ctx), ...faults.environment } },
    loggingConfig: { logFormat: 'Text', logGroup: it.logGroup },
    tracingConfig: { mode: 'PassThrough' },
    ...(inVpc(system, it) ? { vpcConfig: inside(ctx) } : {}),
    tags: { ...it.tags },
  })
  for (const [flow, source] of Object.entries(system.flows)) {
    if (source.to === id && source.kind !== 'topic') mapping(flow, source, made.arn, place)
  }
  for (const [at, { arn }] of ctx.edge.targetsOf(id).entries())
    behindBalancer(`${id}-${at}`, arn, made, stack)
}

/** Makes a function the target of a balancer's group, which may then invoke it. */
function behindBalancer(
  id: string,
  groupArn: string,
  { arn, functionName: name }: LambdaFunction,
  stack: Stack,
): void {
  const permission = new LambdaPermission(stack, `${id}-balancer`, {
    action: 'lambda:InvokeFunction',
    functionName: name,
    principal: 'elasticloadbalancing.amazonaws.com',
    sourceArn: groupArn,
  })
  const attachment = { targetGroupArn: groupArn, targetId: arn, dependsOn: [permission] }
  new LbTargetGroupAttachment(stack, `${id}-target`, attachment)
}

const inside = ({ network }: ComputeContext) => ({
  subnetIds: [...network.subnetIds.private],
  securityGroupIds: [network.groups.of('lambda')],
})

function mapping(id: string, flow: QueueFlow | StreamFlow, functionArn: string, place: FunctionPlace): void {
  new LambdaEventSourceMapping(place.stack, id, {
    functionName: functionArn,
    eventSourceArn: sourceArn(flow.from, place),
    batchSize: flow.batchSize,
    ...(flow.windowSeconds === undefined ? {} : { maximumBatchingWindowInSeconds: flow.windowSeconds }),
    ...(flow.kind === 'queue' ? queue(flow) : stream(flow, place)),
  })
}

/** Dead letters are the queue's own redrive: a message that fails often enough leaves it. */
const queue = ({ partialFailures }: QueueFlow) =>
  partialFailures ? { functionResponseTypes: ['ReportBatchItemFailures'] } : {}

/** What fails for ever leaves the shard: after its retries Lambda tells a queue where it lies. */
const stream = (
  { startingPosition, bisectOnError, maximumAgeSeconds, retries, onFailure }: StreamFlow,
  place: FunctionPlace,
) => ({
  startingPosition,
  maximumRetryAttempts: retries,
  destinationConfig: { onFailure: { destinationArn: sourceArn(onFailure, place) } },
  ...(bisectOnError ? { bisectBatchOnFunctionError: true } : {}),
  ...(maximumAgeSeconds === undefined ? {} : { maximumRecordAgeInSeconds: maximumAgeSeconds }),
})

function sourceArn(from: string, { stack, ctx }: FunctionPlace): string {
  const { system } = stack.site
  const source = system.resources[from]
  if (source?.kind === 'sqs') return queueArn(system, source.queue)
  if (source?.kind === 'kinesis') return streamArn(system, source.stream)
  return ctx.data.streamArnOf(from)
}
