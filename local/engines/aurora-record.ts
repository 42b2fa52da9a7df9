import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** What a cluster must know after a crash: who writes, and whose files do not follow the writer's any more. */
export interface ClusterRecord {
  readonly writer: string
  readonly stale: readonly string[]
}

/** The record of a cluster in a file; a change is on disk before `save` returns. */
export interface RecordFile {
  /** Null before the cluster was ever laid out. */
  read(): ClusterRecord | null
  save(record: ClusterRecord): void
}

export function recordFile(file: string): RecordFile {
  return {
    read: () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ClusterRecord) : null),
    save(record) {
      const draft = `${file}.draft`
      const handle = openSync(draft, 'w', 0o600)
      try {
        writeFileSync(handle, JSON.stringify(record))
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      renameSync(draft, file)
    },
  }
}
