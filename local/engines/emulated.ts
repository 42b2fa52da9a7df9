import type { Resource, System } from '../../model/kinds.ts'

/** Header with the secret without which MiniStack answers nobody. */
export const SECRET_HEADER = 'x-cafe-secret'

/** A service of AWS that MiniStack plays. */
export interface Emulated {
  readonly signingName: string
  /** MiniStack's own names of what serves it. */
  readonly served: readonly string[]
  /** What stands before an operation in `x-amz-target`. */
  readonly targets: readonly string[]
}

/** Null for kinds that an engine of their own plays. */
const SERVICES: { readonly [K in Resource['kind']]: Emulated | null } = {
  aurora: null,
  documentdb: null,
  elasticache: null,
  memorydb: null,
  redshift: null,
  dynamodb: {
    signingName: 'dynamodb',
    served: ['dynamodb', 'dynamodbstreams'],
    targets: ['DynamoDB_20120810', 'DynamoDBStreams_20120810'],
  },
  kinesis: { signingName: 'kinesis', served: ['kinesis'], targets: ['Kinesis_20131202'] },
  sqs: { signingName: 'sqs', served: ['sqs'], targets: ['AmazonSQS'] },
  sns: { signingName: 'sns', served: ['sns'], targets: [] },
  secret: { signingName: 'secretsmanager', served: ['secretsmanager'], targets: ['secretsmanager'] },
  parameter: { signingName: 'ssm', served: ['ssm'], targets: ['AmazonSSM'] },
}

/** The services that a system's resources need of MiniStack; it serves no others. */
export function emulated(system: System): ReadonlyMap<string, Emulated> {
  const kinds = new Set(Object.values(system.resources).map((it) => it.kind))
  const needed = [...kinds].flatMap((kind) => SERVICES[kind] ?? [])
  return new Map(needed.map((it) => [it.signingName, it]))
}
