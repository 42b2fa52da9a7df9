interface ResourceBase {
  readonly title: string
  readonly tags: Readonly<Record<string, string>>
}
export interface Aurora extends ResourceBase {
  readonly kind: 'aurora'
  readonly database: string
  readonly readers: number
  readonly instanceClass: string
  readonly maxConnections: number
  readonly backupDays: number
  /** Seconds of AWS until a failover is over (detection, promotion, DNS). */
  readonly failoverSeconds: number
}
export interface DynamoDb extends ResourceBase {
  readonly kind: 'dynamodb'
  readonly table: string
  readonly partitionKey: string
  readonly sortKey?: string
  readonly ttl?: { readonly attribute: string; readonly seconds: number }
  readonly stream?: 'NEW_AND_OLD_IMAGES'
  readonly indexes?: readonly {
    readonly name: string
    readonly partitionKey: string
    readonly sortKey?: string
  }[]
  readonly pointInTimeRecovery: boolean
}
export interface DocumentDb extends ResourceBase {
  readonly kind: 'documentdb'
  readonly database: string
  readonly collection: string
  readonly instanceClass: string
  readonly maxConnections: number
  readonly backupDays: number
}
export interface ElastiCache extends ResourceBase {
  readonly kind: 'elasticache'
  readonly nodeType: string
  readonly maxMemoryMiB: number
  readonly evictionPolicy: string
  /** Seconds that an entry lives, by what is cached; scaled. */
  readonly ttlSeconds: Readonly<Record<string, number>>
}
export interface MemoryDb extends ResourceBase {
  readonly kind: 'memorydb'
  readonly nodeType: string
  readonly shards: number
  readonly replicas: number
}
export interface Redshift extends ResourceBase {
  readonly kind: 'redshift'
  readonly database: string
  readonly nodeType: string
  readonly nodes: number
  /** Queries that run at once (WLM slots); the rest wait. */
  readonly wlmSlots: number
  /** Percent of its CPU that queries bring the cluster to at most; loads are not held. */
  readonly queryCpuPercent: number
  readonly snapshotDays: number
}
export interface Kinesis extends ResourceBase {
  readonly kind: 'kinesis'
  readonly stream: string
  readonly shards: number
  readonly partitionKey: string
  readonly retentionHours: number
}
export interface Sqs extends ResourceBase {
  readonly kind: 'sqs'
  readonly queue: string
  readonly fifo?: { readonly groupId: string; readonly contentBasedDeduplication: true }
  readonly waitSeconds: number
  readonly visibilitySeconds: number
  readonly retentionSeconds: number
  /** Where a message goes after so many receives. */
  readonly redrive?: { readonly to: string; readonly maxReceives: number }
}
export interface Sns extends ResourceBase {
  readonly kind: 'sns'
  readonly topic: string
}
export interface Secret extends ResourceBase {
  readonly kind: 'secret'
  readonly of: string
  readonly rotationDays: number
}
/** A key to what is outside, as a SecureString of Systems Manager; whoever deploys gives it. */
export interface Parameter extends ResourceBase {
  readonly kind: 'parameter'
  /** Id of the provider that it opens. */
  readonly of: string
}
export type Resource =
  | Aurora
  | DynamoDb
  | DocumentDb
  | ElastiCache
  | MemoryDb
  | Redshift
  | Kinesis
  | Sqs
  | Sns
  | Secret
  | Parameter
