import { messaging } from './messaging.ts'
import { platformRows } from './platform.ts'
import type { Row } from './row.ts'
import { services } from './services.ts'

/** The coverage table: one row for each fact of the source document. */
export const coverage: readonly Row[] = [...services, ...messaging, ...platformRows]
