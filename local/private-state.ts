import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What group and others may do. */
const OTHERS = 0o077

/**
 * Keeps a system's state to the user who runs it: journals, logs and ledgers hold what customers ordered and paid, and
 * records hold tokens. What this process and its children make from now on is theirs alone, whatever the umask was;
 * what an earlier run left more widely open is narrowed.
 */
export function keepPrivate(state: string): void {
  process.umask(OTHERS)
  mkdirSync(state, { recursive: true })
  narrow(state)
}

function narrow(path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  // a link has no mode of its own, and where it leads is not for us to change
  if (!stat || stat.isSymbolicLink()) return
  if (stat.mode & OTHERS) chmodSync(path, stat.mode & 0o700)
  if (stat.isDirectory()) for (const name of readdirSync(path)) narrow(join(path, name))
}
