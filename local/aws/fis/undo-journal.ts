import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** A fault that is, or may be, in place. */
export interface UndoRecord {
  readonly id: string
  readonly experiment: string
  readonly action: string
  readonly actionId: string
  readonly at: string
  /** What the action needs to clear what a crash left; its own form. */
  readonly data: unknown
}

/** Records on disk of faults in place, one file each: written before a fault, removed after its undo. */
export function undoJournal(state: string) {
  const folder = join(state, 'fis', 'undo-journal')
  mkdirSync(folder, { recursive: true })

  const fsyncFolder = () => {
    const handle = openSync(folder, 'r')
    fsyncSync(handle)
    closeSync(handle)
  }
  const open = (it: Omit<UndoRecord, 'id' | 'at'>): UndoRecord => {
    const record = { ...it, id: randomUUID(), at: new Date().toISOString() }
    const handle = openSync(join(folder, `${record.id}.json`), 'wx')
    try {
      writeFileSync(handle, JSON.stringify(record))
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    fsyncFolder()
    return record
  }
  const close = (record: UndoRecord) => {
    rmSync(join(folder, `${record.id}.json`), { force: true })
    fsyncFolder()
  }
  const pending = (): readonly UndoRecord[] =>
    readdirSync(folder).flatMap((file) => readRecord(join(folder, file)) ?? [])
  return { open, close, pending }
}
export type UndoJournal = ReturnType<typeof undoJournal>

/** A record that was cut off by the crash is no record: its fault was not applied yet. */
function readRecord(file: string): UndoRecord | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as UndoRecord
  } catch {
    rmSync(file, { force: true })
    return null
  }
}
