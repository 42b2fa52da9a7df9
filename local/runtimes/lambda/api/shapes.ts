import { functionArn, functionName } from '../../../../model/names.ts'
import type { Mapping } from '../pollers/mappings.ts'
import type { FunctionSpec } from '../types.ts'

/** A function as GetFunctionConfiguration shows it. */
export const configurationOf = ({ system, id, fn }: FunctionSpec, modified: Date) => ({
  FunctionName: functionName(system, id),
  FunctionArn: functionArn(system, id),
  Description: fn.title,
  Runtime: 'nodejs24.x',
  Handler: 'handler.handler',
  Role: `arn:aws:iam::${system.account}:role/${functionName(system, id)}`,
  Timeout: fn.timeoutSeconds,
  MemorySize: fn.memoryMiB,
  LastModified: modified.toISOString().replace('Z', '+0000'),
  Version: '$LATEST',
  PackageType: 'Zip',
  Architectures: [process.arch === 'arm64' ? 'arm64' : 'x86_64'],
  State: 'Active',
  LastUpdateStatus: 'Successful',
  LoggingConfig: { LogFormat: 'Text', LogGroup: fn.logGroup },
})

/** An event source mapping as the API shows it. */
export function mappingShape(mapping: Mapping, spec: FunctionSpec, modified: Date) {
  const { flow } = mapping
  const stream = flow.kind === 'stream'
  return {
    UUID: mapping.uuid,
    EventSourceArn: mapping.sourceArn,
    EventSourceMappingArn: `arn:aws:lambda:${spec.system.region}:${spec.system.account}:event-source-mapping:${mapping.uuid}`,
    FunctionArn: functionArn(spec.system, spec.id),
    BatchSize: flow.batchSize,
    MaximumBatchingWindowInSeconds: flow.windowSeconds ?? 0,
    State: mapping.enabled() ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'User action',
    LastModified: modified,
    FunctionResponseTypes: !stream && flow.partialFailures ? ['ReportBatchItemFailures'] : [],
    ...(stream
      ? {
          StartingPosition: flow.startingPosition,
          ParallelizationFactor: 1,
          BisectBatchOnFunctionError: flow.bisectOnError ?? false,
          MaximumRecordAgeInSeconds: flow.maximumAgeSeconds ?? -1,
          MaximumRetryAttempts: flow.retries,
          DestinationConfig: { OnFailure: { Destination: mapping.failureArn } },
        }
      : {}),
  }
}
