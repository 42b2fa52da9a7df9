import { NODE_MAJOR } from '../bundles/compile.ts'

/** A managed engine: its name, its version, and the family of parameter groups that belongs to it. */
export interface EngineVersion {
  readonly engine: string
  readonly version: string
  readonly family: string
}

/**
 * The engines that AWS runs for us. An upgrade is a change of this file, so nothing upgrades itself; only Aurora takes
 * minor versions by itself.
 */
export const versions = {
  /**
   * The major version alone: the provider then accepts every minor version that Aurora has moved to. An exact one would
   * plan a downgrade, which RDS refuses.
   * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/AuroraPostgreSQL.Updates.html
   */
  aurora: { engine: 'aurora-postgresql', version: '17', family: 'aurora-postgresql17' },
  /** https://docs.aws.amazon.com/documentdb/latest/developerguide/release-notes.html */
  documentdb: { engine: 'docdb', version: '5.0.0', family: 'docdb5.0' },
  /** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html */
  elasticache: { engine: 'valkey', version: '8.0', family: 'valkey8' },
  /** https://docs.aws.amazon.com/memorydb/latest/devguide/engine-versions.html */
  memorydb: { engine: 'valkey', version: '7.3', family: 'memorydb_valkey7' },
  /** https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-parameter-groups.html */
  redshift: { engine: 'redshift', version: '1.0', family: 'redshift-2.0' },
} as const satisfies Record<string, EngineVersion>

/** What runs the functions' bundles, and which export of them. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
export const lambda = {
  runtime: `nodejs${NODE_MAJOR}.x`,
  architecture: 'x86_64',
  handler: 'handler.handler',
} as const

/** What tasks and nodes run images on. */
export const imagePlatform = 'linux/amd64'

/** Kubernetes of the EKS cluster and its nodes. https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html */
export const kubernetes = '1.35'
/** Adds nodes for pods that find no room; its minor version is that of Kubernetes. https://github.com/kubernetes/autoscaler/releases */
export const nodeAutoscaler = `registry.k8s.io/autoscaling/cluster-autoscaler:v${kubernetes}.0`
