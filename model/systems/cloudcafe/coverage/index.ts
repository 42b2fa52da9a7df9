import { failures } from './failures.ts'
import { messaging } from './messaging.ts'
import { network } from './network.ts'
import { observability } from './observability.ts'
import type { Row } from './row.ts'
import { services } from './services.ts'
import { upkeep } from './upkeep.ts'

/** The coverage table: one row for each fact of the source document. */
export const coverage: readonly Row[] = [
  ...services,
  ...messaging,
  ...network,
  ...observability,
  ...failures,
  ...upkeep,
]
