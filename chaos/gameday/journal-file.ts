import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Journal } from './journal.ts'

/** One line of the running journal. */
export interface Entry {
  readonly at: number
  readonly what: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/** The journal on disk: NDJSON while the game day runs, one JSON document at its end. */
export interface JournalFile {
  readonly folder: string
  /** Appends an entry and returns when it is on disk: what could need undoing is written before it is done. */
  readonly note: (what: string, detail?: Record<string, unknown>) => Entry
  /** Appends an entry without waiting for the disk: measurements. */
  readonly sample: (what: string, detail: Record<string, unknown>) => void
  /** Writes the whole journal and closes; gives its path. */
  readonly finish: (journal: Journal) => string
  readonly close: () => void
}

export const ENTRIES_FILE = 'journal.ndjson'
export const JOURNAL_FILE = 'journal.json'

/** Opens a journal in the folder, which is made where it is not there. */
export function journalFile(folder: string): JournalFile {
  mkdirSync(folder, { recursive: true })
  const handle = openSync(join(folder, ENTRIES_FILE), 'a')
  let open = true
  const write = (what: string, detail?: Record<string, unknown>): Entry => {
    const entry = { at: Date.now(), what, ...(detail ? { detail } : {}) }
    writeFileSync(handle, `${JSON.stringify(entry)}\n`)
    return entry
  }
  const note = (what: string, detail?: Record<string, unknown>) => {
    const entry = write(what, detail)
    fsyncSync(handle)
    return entry
  }
  const close = () => {
    if (open) closeSync(handle)
    open = false
  }
  const finish = (journal: Journal) => {
    note('finished', { exitCode: journal.verdict.exitCode })
    close()
    const path = join(folder, JOURNAL_FILE)
    writeFileSync(`${path}.part`, `${JSON.stringify(journal)}\n`, { flush: true })
    renameSync(`${path}.part`, path)
    return path
  }
  return { folder, note, sample: (what, detail) => void write(what, detail), finish, close }
}
