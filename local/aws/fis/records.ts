import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/**
 * Records with an id, in memory and as one JSON file each, so that templates and results outlive a restart; those that
 * are `durable` are on the disk when `put` returns.
 */
export function records<T extends { readonly id: string }>(folder: string, { durable = false } = {}) {
  mkdirSync(folder, { recursive: true })
  const all = new Map<string, T>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const it = JSON.parse(readFileSync(join(folder, file), 'utf8')) as T
    all.set(it.id, it)
  }
  const fileOf = (id: string) => join(folder, `${id}.json`)
  return {
    get: (id: string): T | undefined => all.get(id),
    all: (): readonly T[] => [...all.values()],
    put(it: T): T {
      const file = openSync(`${fileOf(it.id)}.new`, 'w')
      try {
        writeFileSync(file, JSON.stringify(it))
        if (durable) fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(`${fileOf(it.id)}.new`, fileOf(it.id))
      all.set(it.id, it)
      return it
    },
    remove(id: string) {
      all.delete(id)
      rmSync(fileOf(id), { force: true })
    },
  }
}
export type Records<T extends { readonly id: string }> = ReturnType<typeof records<T>>
