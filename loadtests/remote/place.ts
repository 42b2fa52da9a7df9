/** Where k6 runs beside a system on AWS: what the stack of game days tells of it. */
export interface LoadPlace {
  readonly region: string
  /** Bucket through which a generator's record comes back. */
  readonly bucket: string
  /** Image with k6, its scripts and the agent around it. */
  readonly image: string
  /** One generator is a Fargate task. */
  readonly fargate: {
    readonly cluster: string
    readonly taskDefinition: string
    readonly container: string
    readonly subnets: readonly string[]
    readonly securityGroups: readonly string[]
  }
  /** Several are pods that the k6 operator starts together; absent where the system has no cluster of them. */
  readonly eks?: {
    readonly cluster: string
    readonly namespace: string
    readonly serviceAccount: string
  }
}

/** Folder of the image in which everything of ours lies. */
export const HOME = '/opt/load'
/** The system's script as it is called in the image. */
export const SCRIPT = 'visits.js'

/**
 * Milliseconds between two pieces of a record, as they are sent and as they are fetched: two seconds at AWS's pace,
 * never so few that the bucket has nothing else to do.
 */
export const pieceMs = (timeScale: number): number => Math.max(250, 2000 / timeScale)

/** What a generator is told beside what its script is told: which run its record belongs to, and where that goes. */
export interface AgentEnv {
  readonly RUN: string
  readonly RESULTS_BUCKET: string
}
