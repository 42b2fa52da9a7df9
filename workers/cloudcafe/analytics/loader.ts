import { bisect } from '../../../lib/bisect.ts'
import { causeOf, OutsideError } from '../../../lib/causes.ts'
import type { Logger } from '../../../lib/log.ts'
import type { Component } from '../../../lib/parts.ts'
import type { Redshift } from '../../../lib/stores/redshift.ts'
import type { ShardRecord } from './consumer/shard.ts'
import { type Fact, factsOf, type Refused } from './facts.ts'
import { loadOfNothing, loadsOf, windowsOf } from './load.ts'
import { schema } from './schema.ts'
import { windowsOfSize } from './windows.ts'

export interface LoaderParts {
  readonly warehouse: Pick<Redshift, 'run'>
  /** A whole number; of another one than before, all windows are made anew. */
  readonly windowMs: number
  /** How often a fact that the warehouse refuses is tried again. */
  readonly retries: number
  readonly log: Logger
  /** Told how many windows a load has brought up to date. */
  readonly loaded: (windows: number) => void
}

export interface Loader extends Component {
  /**
   * Resolves when all facts of the records stand in Redshift, with the records that cannot; safe to repeat. It throws
   * where the warehouse takes nothing now.
   */
  readonly load: (records: readonly ShardRecord[]) => Promise<readonly Refused[]>
}

/** Loads facts into Redshift and makes their windows anew; makes the tables at its start. */
export function loader({ warehouse, windowMs, retries, log, loaded }: LoaderParts): Loader {
  const loadSome = async (facts: readonly Fact[]) => {
    try {
      for (const statements of loadsOf(facts, windowMs)) await warehouse.run(statements)
    } catch (err) {
      await warehouse.run(loadOfNothing()).catch((cause) => {
        throw new OutsideError('Redshift takes no load now', { cause })
      })
      throw err
    }
  }
  const loadAll = async (facts: readonly Fact[]): Promise<readonly Refused[]> => {
    let left = facts
    for (let attempt = 0; ; attempt += 1) {
      const failed = await bisect(left, loadSome)
      for (const err of failed.values()) if (causeOf(err) === 'outside') throw err
      left = [...failed.keys()]
      if (left.length === 0 || attempt === retries)
        return [...failed].map(([{ record }, why]) => ({ record, why }))
    }
  }
  return {
    async start() {
      await warehouse.run(schema)
      await warehouse.run(windowsOfSize(windowMs))
    },
    close: async () => {},
    async load(records) {
      const { facts, refused } = factsOf(records)
      const unloaded = await loadAll(facts)
      const windows = windowsOf(facts, windowMs)
      log.info({ records: records.length, facts: facts.length - unloaded.length, windows }, 'windows loaded')
      loaded(windows)
      return [...refused, ...unloaded]
    },
  }
}
