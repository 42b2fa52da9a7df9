import { resourceName } from '../model/names.ts'
import type { Keys } from './keys.ts'
import type { NetworkStack } from './network.ts'
import type { Stack } from './stack.ts'

/** What stores are made in. */
export interface DataPlace {
  readonly stack: Stack
  readonly network: NetworkStack
  readonly keys: Keys
}

/** What every store with a last snapshot is told: a production's is kept, a drill's is not. */
export function farewell({ stack }: DataPlace, id: string) {
  const { system, profile } = stack.site
  return profile.deletionProtection
    ? { skipFinalSnapshot: false, finalSnapshotIdentifier: `${resourceName(system, id)}-final` }
    : { skipFinalSnapshot: true }
}
