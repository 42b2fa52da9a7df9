import { linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readJson, writeJson } from './json-file.ts'
import { startTicks } from './processes.ts'

interface Holder {
  readonly pid: number
  readonly started: string | null
}

const AGAIN_MS = 200

/** Does the work while no other process does work under that file's name; `waiting` is called once where one does. */
export async function alone<T>(file: string, waiting: () => void, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true })
  for (let first = true; !take(file); first = false) {
    if (first && isHeld(file)) waiting()
    await sleep(AGAIN_MS)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

/** A link is made whole or not at all, and never over another. */
function take(file: string): boolean {
  const own = `${file}.${process.pid}`
  writeJson(own, { pid: process.pid, started: startTicks(process.pid) } satisfies Holder)
  try {
    linkSync(own, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (!isHeld(file)) clear(file)
    return false
  } finally {
    rmSync(own, { force: true })
  }
}

function isHeld(file: string): boolean {
  const holder = readJson<Holder>(file)
  return holder !== null && holder.started !== null && startTicks(holder.pid) === holder.started
}

/** Takes the lock of a dead one away; where another has meanwhile taken it over, that one's is put back. */
function clear(file: string): void {
  const dead = `${file}.${process.pid}.dead`
  try {
    renameSync(file, dead)
    if (isHeld(dead)) linkSync(dead, file)
  } catch {
    // somebody was faster
  } finally {
    rmSync(dead, { force: true })
  }
}
