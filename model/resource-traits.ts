import type { ApiCall, Flow, Resource } from './kinds.ts'

/** What sets a kind of resource apart, told once. What takes code is a projection where it is used. */
export interface ResourceTraits {
  /** It has an address in the VPC, behind a security group. */
  readonly inVpc: boolean
  /** Services of the SDK by which it is used, as in `AWS_ENDPOINT_URL_<NAME>`; none where it has a protocol of its own. */
  readonly sdk: readonly string[]
  /** Env keys of a workload that uses it, without the id before them: `_WRITER_URL`. */
  readonly keys: readonly string[]
  /** Calls of AWS's API by which it is read and written, where there are several. */
  readonly calls: Readonly<Record<'read' | 'write', readonly ApiCall[]>>
  /** A use has to name its calls: without one it could do nothing. */
  readonly callsAreNamed: boolean
  /** The kind of flow that may come from it; null where none does. */
  readonly feeds: Flow['kind'] | null
  /** Its certificate is signed by RDS's own authority, which no system trusts by itself. */
  readonly isSignedByRds: boolean
}

const NONE = { read: [], write: [] }
const STATEMENTS = [
  'ExecuteStatement',
  'BatchExecuteStatement',
  'GetStatementResult',
  'CancelStatement',
] as const

const store: ResourceTraits = {
  inVpc: true,
  sdk: [],
  keys: ['URL'],
  calls: NONE,
  callsAreNamed: false,
  feeds: null,
  isSignedByRds: false,
}
const api = (service: string, key: string): ResourceTraits => ({
  ...store,
  inVpc: false,
  sdk: [service],
  keys: [key],
})

/** The traits of every kind of resource. */
export const resourceTraits: { readonly [K in Resource['kind']]: ResourceTraits } = {
  aurora: { ...store, keys: ['WRITER_URL', 'READER_URL'], isSignedByRds: true },
  documentdb: { ...store, isSignedByRds: true },
  elasticache: store,
  memorydb: store,
  // it has an address, and is asked through its Data API
  redshift: {
    ...store,
    sdk: ['redshift_data'],
    keys: ['CLUSTER', 'DATABASE'],
    calls: { read: STATEMENTS, write: STATEMENTS },
    callsAreNamed: true,
  },
  dynamodb: {
    ...api('dynamodb', 'TABLE'),
    sdk: ['dynamodb', 'dynamodb_streams'],
    calls: {
      read: ['GetItem', 'BatchGetItem', 'Query', 'Scan'],
      write: ['PutItem', 'UpdateItem', 'BatchWriteItem'],
    },
    callsAreNamed: true,
    feeds: 'stream',
  },
  kinesis: { ...api('kinesis', 'STREAM'), feeds: 'stream' },
  // its calls come on top of receiving and deleting
  sqs: {
    ...api('sqs', 'QUEUE_URL'),
    calls: { read: ['ChangeMessageVisibility'], write: [] },
    feeds: 'queue',
  },
  sns: { ...api('sns', 'TOPIC_ARN'), feeds: 'topic' },
  secret: api('secrets_manager', 'SECRET_ARN'),
  parameter: api('ssm', 'PARAMETER'),
}

/** Kinds of which a trait holds. */
export const kindsWhere = (holds: (it: ResourceTraits) => boolean): readonly Resource['kind'][] =>
  (Object.keys(resourceTraits) as Resource['kind'][]).filter((kind) => holds(resourceTraits[kind]))

/** True for kinds that are called at their address in the VPC, not through an API of AWS. */
export const isCalledInVpc = (kind: Resource['kind']): boolean =>
  resourceTraits[kind].inVpc && resourceTraits[kind].sdk.length === 0
