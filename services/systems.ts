import { documents as cloudcafe } from './cloudcafe/documents.ts'

/** The OpenAPI documents of each system that has services, by service. */
export const documentsOf: ReadonlyMap<string, () => Promise<ReadonlyMap<string, object>>> = new Map([
  ['cloudcafe', cloudcafe],
])
