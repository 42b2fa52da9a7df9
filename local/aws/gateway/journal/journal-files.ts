import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** One file of a journal: `<n>.log` as it was appended to, `<n>.base` instead of every log up to n. */
export interface JournalFile {
  readonly path: string
  readonly number: number
  readonly kind: 'base' | 'log'
  /** Bytes that count; what follows was refused. Absent where all do. */
  readonly bytes?: number
}

export const fileName = (number: number, kind: JournalFile['kind']): string =>
  `${String(number).padStart(8, '0')}.${kind}`

/** The files of a folder in the order in which they are read. */
export function filesOf(folder: string): readonly JournalFile[] {
  const files = readdirSync(folder).flatMap((file): JournalFile[] => {
    const [, number, kind] = /^(\d{8})\.(base|log)$/.exec(file) ?? []
    if (!number) return []
    return [{ path: join(folder, file), number: Number(number), kind: kind as JournalFile['kind'] }]
  })
  return files.sort((a, b) => a.number - b.number || (a.kind === 'log' ? -1 : 1))
}

/** Deletes what a base stands for, and drafts that nobody finished. */
export function dropSuperseded(folder: string): void {
  const files = filesOf(folder)
  const base = files.findLast((file) => file.kind === 'base')
  for (const file of files) if (base && file !== base && file.number <= base.number) rmSync(file.path)
  for (const file of readdirSync(folder))
    if (file.endsWith('.tmp')) rmSync(join(folder, file), { force: true })
}

/** A rename is on disk only when its folder is. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
