import type { ArtifactsStack } from './artifacts.ts'
import type { DataStack } from './data.ts'
import type { EdgeStack } from './edge.ts'
import type { NetworkStack } from './network.ts'
import type { SecurityStack } from './security.ts'

/** What the stacks of tasks, pods, instances and functions take from those before them. */
export interface ComputeContext {
  readonly network: NetworkStack
  readonly security: SecurityStack
  readonly data: DataStack
  readonly artifacts: ArtifactsStack
  readonly edge: EdgeStack
}
