import type { Aurora, DocumentDb, System } from '../model/kinds.ts'
import { storePort } from './ports.ts'

/** URL of an Aurora cluster's endpoint, without a login: TLS, and only of a server whose certificate holds. */
export const auroraUrl = (system: System, it: Aurora, host: string): string =>
  `postgres://${host}:${storePort(system, it.kind)}/${it.database}?sslmode=verify-full`

/** URL of a DocumentDB cluster, without a login; its users are in `admin`. */
export const documentdbUrl = (system: System, it: DocumentDb, host: string): string =>
  `mongodb://${host}:${storePort(system, it.kind)}/${it.database}?tls=true&replicaSet=rs0&authSource=admin`
