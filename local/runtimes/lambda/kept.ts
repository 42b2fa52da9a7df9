import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDiskError } from '../../disk-error.ts'

/** What is kept on disk: settings made through the API, and how far each shard has been read. */
export interface Kept {
  /** Reserved concurrency by function id; null where it was deleted; absent where the model's stands. */
  readonly concurrency: Record<string, number | null>
  /** Event source mappings (ids of flows) that are switched off. */
  readonly disabled: Record<string, true>
  /** Last sequence number done, by `<stream>/<shard>`. */
  readonly checkpoints: Record<string, string>
}

// a rename waits for the disk, and everything else with it
const SOON_MS = 500

/** The runtime's own record under `<state>/lambda`; a file that cannot be read counts as none. */
export function keptState(state: string) {
  const file = join(state, 'lambda', 'kept.json')
  mkdirSync(dirname(file), { recursive: true })
  const kept = read(file)
  let soon: NodeJS.Timeout | undefined
  const save = () => {
    clearTimeout(soon)
    soon = undefined
    writeFileSync(`${file}.new`, JSON.stringify(kept))
    renameSync(`${file}.new`, file)
  }
  /** For what may be lost: a checkpoint that is, brings its records once more. A full disk is tried again. */
  const saveSoon = () => {
    soon ??= setTimeout(() => {
      if (!flush()) saveSoon()
    }, SOON_MS)
  }
  /** Saves now; false where the disk does not take it. */
  const flush = (): boolean => {
    try {
      save()
      return true
    } catch (error) {
      if (!isDiskError(error)) throw error
      return false
    }
  }
  /** Sets one setting, undefined to forget it; where it cannot be kept it stays as it was, and that is the error. */
  function change<T>(settings: Record<string, T>, key: string, value: T | undefined): void {
    const before = settings[key]
    set(settings, key, value)
    try {
      save()
    } catch (error) {
      set(settings, key, before)
      throw error
    }
  }
  return { kept, saveSoon, flush, change }
}
export type KeptState = ReturnType<typeof keptState>

function set<T>(settings: Record<string, T>, key: string, value: T | undefined): void {
  if (value === undefined) delete settings[key]
  else settings[key] = value
}

function read(file: string): Kept {
  const none: Kept = { concurrency: {}, disabled: {}, checkpoints: {} }
  try {
    return { ...none, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept>) }
  } catch {
    return none
  }
}
