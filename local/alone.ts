import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { locked } from '../launcher/lock.mjs'

/** Does the work while no other process does work under that file's name; `waiting` is called once where one does. */
export async function alone<T>(file: string, waiting: () => void, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true })
  return locked(file, waiting, work)
}
