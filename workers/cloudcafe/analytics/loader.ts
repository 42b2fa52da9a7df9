import type { Logger } from '../../../lib/log.ts'
import type { Part } from '../../../lib/parts.ts'
import type { Redshift } from '../../../lib/stores/redshift.ts'
import type { ShardRecord } from './consumer/shard.ts'
import { factsOf } from './facts.ts'
import { loadsOf, windowsOf } from './load.ts'
import { schema } from './schema.ts'
import { windowsOfSize } from './windows.ts'

export interface LoaderParts {
  readonly warehouse: Pick<Redshift, 'run'>
  /** A whole number; of another one than before, all windows are made anew. */
  readonly windowMs: number
  readonly log: Logger
  /** Told how many windows a load has brought up to date. */
  readonly loaded: (windows: number) => void
}

export interface Loader extends Part {
  /** Resolves when all facts of the records stand in Redshift; safe to repeat. */
  readonly load: (records: readonly ShardRecord[]) => Promise<void>
}

/** Loads facts into Redshift and makes their windows anew; makes the tables at its start. */
export function loader({ warehouse, windowMs, log, loaded }: LoaderParts): Loader {
  return {
    async start() {
      await warehouse.run(schema)
      await warehouse.run(windowsOfSize(windowMs))
    },
    close: async () => {},
    async load(records) {
      const facts = factsOf(records, (data, why) => log.warn({ data, why }, 'a record is no order event'))
      for (const statements of loadsOf(facts, windowMs)) await warehouse.run(statements)
      const windows = windowsOf(facts, windowMs)
      log.info({ records: records.length, facts: facts.length, windows }, 'windows loaded')
      loaded(windows)
    },
  }
}
