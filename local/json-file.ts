import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Writes a value as JSON, whole: who reads sees the file before or the file after, never a part. */
export function writeJson(file: string, value: unknown, mode = 0o644): void {
  const draft = `${file}.${process.pid}.draft`
  writeFileSync(draft, JSON.stringify(value), { mode })
  renameSync(draft, file)
}

/** The value of a JSON file; null where there is none, or none that can be read. */
export function readJson<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return null
  }
}
