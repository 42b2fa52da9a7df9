import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { ENTRIES_FILE, type Entry, journalFile } from './journal-file.ts'
import { GAMEDAYS } from './site.ts'

/** A game day that did not come to its end, and whether its load still ran. */
export interface LeftOver {
  readonly id: string
  readonly loadEnded: boolean
}

const CLOSED = ['finished', 'failed', 'cleared']

/**
 * Ends the load of every game day whose process died, and closes its journal. Experiments are not its business: they
 * end with FIS's own undo.
 */
export async function clearLeftOvers(state: string): Promise<LeftOver[]> {
  const folder = join(state, GAMEDAYS)
  const ids = existsSync(folder) ? readdirSync(folder) : []
  const cleared = await Promise.all(ids.map((id) => clear(join(folder, id), id)))
  return cleared.filter((it) => it !== null)
}

async function clear(folder: string, id: string): Promise<LeftOver | null> {
  const entries = entriesOf(folder)
  if (entries.length === 0 || entries.some((it) => CLOSED.includes(it.what))) return null
  const runner = entries.find((it) => it.what === 'game day starts')?.detail?.pid
  if (typeof runner === 'number' && (await commandOf(runner)).includes('gameday')) return null
  const load = entries.find((it) => it.what === 'load started')?.detail?.pid
  // a pid may have been given again: only a process that was started with this very folder is ours
  const loadEnded = typeof load === 'number' && (await commandOf(load)).includes(folder)
  if (loadEnded) process.kill(load, 'SIGTERM')
  const journal = journalFile(folder)
  journal.note('cleared', { loadEnded })
  journal.close()
  return { id, loadEnded }
}

/** The entries that are whole: a crash may have cut off the last one. */
function entriesOf(folder: string): Entry[] {
  const file = join(folder, ENTRIES_FILE)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as Entry)
}

async function commandOf(pid: number): Promise<string> {
  const { stdout } = await execa('ps', ['-o', 'args=', '-p', String(pid)], { reject: false })
  return stdout ?? ''
}
