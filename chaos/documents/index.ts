import type { System } from '../../model/kinds.ts'
import type { DocumentContent } from './content.ts'
import { contentOf, type FaultDocument } from './document.ts'
import { failOverShard } from './fail-over-shard.ts'
import { flushCache } from './flush-cache.ts'
import { throttleFunction } from './throttle-function.ts'
import { throttleTable } from './throttle-table.ts'
import { withdrawRule } from './withdraw-rule.ts'

/** The only list of documents, by id. */
export const documents = {
  'fail-over-shard': failOverShard,
  'flush-cache': flushCache,
  'throttle-function': throttleFunction,
  'throttle-table': throttleTable,
  'withdraw-rule': withdrawRule,
} as const satisfies Readonly<Record<string, FaultDocument>>

export type DocumentId = keyof typeof documents
/** Names of the parameters that a document takes. */
export type ParameterOf<Id extends DocumentId> =
  | Extract<keyof (typeof documents)[Id]['parameters'], string>
  | ((typeof documents)[Id] extends { readonly restore: object } ? 'Duration' : never)

/** Ids of all documents. */
export const documentIds = Object.keys(documents) as readonly DocumentId[]

/** A document of ours as SSM takes it. */
export const documentContent = (system: System, id: DocumentId): DocumentContent =>
  contentOf(system, id, documents[id])
