import { createHash } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const AGAIN_MS = 200

/** Does the work alone; another process that wants the same lock waits, and `waiting` is called once. */
export async function locked(file, waiting, work) {
  for (let first = true; !take(file); first = false) {
    if (first && holderOf(file)) waiting()
    await sleep(AGAIN_MS)
  }
  const release = () => free(file)
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/** Takes the lock for this process; false where a process that lives holds it. `what` says what it is held for. */
export function take(file, what = '') {
  const own = `${file}.${process.pid}`
  const since = new Date().toISOString()
  writeFileSync(own, JSON.stringify({ pid: process.pid, started: startOf(process.pid), since, what }))
  try {
    return put(own, file)
  } finally {
    rmSync(own, { force: true })
  }
}

/** Who holds the lock; null where nobody does, or its holder is dead. */
export function holderOf(file) {
  const holder = parsed(textOf(file))
  return holder && lives(holder) ? holder : null
}

/** Gives the lock back where this process holds it. */
export function free(file) {
  if (holderOf(file)?.pid === process.pid) rmSync(file, { force: true })
}

/**
 * A link is made whole or not at all, and never over another file. A dead lock is replaced by the one process that
 * holds the lock named after its content, so that nobody ever replaces a lock that lives.
 */
function put(own, file) {
  for (;;) {
    if (linked(own, file)) return true
    const dead = textOf(file)
    if (dead === null) continue
    const holder = parsed(dead)
    if (holder && lives(holder)) return false
    const turn = `${file}.${createHash('sha256').update(dead).digest('hex').slice(0, 16)}`
    if (!put(own, turn)) return false
    try {
      if (textOf(file) !== dead) continue
      rmSync(`${own}.new`, { force: true })
      linkSync(own, `${own}.new`)
      renameSync(`${own}.new`, file)
      return true
    } finally {
      rmSync(turn, { force: true })
    }
  }
}

function linked(own, file) {
  try {
    linkSync(own, file)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return null
  }
}

/** The holder that a lock names; null where the file is empty, cut off or something else. */
function parsed(text) {
  try {
    const holder = JSON.parse(text ?? '')
    return Number.isInteger(holder?.pid) && typeof holder.started === 'string' ? holder : null
  } catch {
    return null
  }
}

/** A pid that was given again has another start. */
function lives({ pid, started }) {
  if (started !== '') return startOf(pid) === started
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Clock ticks after boot at which a process started; empty where it is gone, or the system does not tell. */
function startOf(pid) {
  try {
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
    return state === 'Z' || state === 'X' ? '' : fields[18]
  } catch {
    return ''
  }
}
