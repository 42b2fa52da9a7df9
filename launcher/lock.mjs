import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './run.mjs'

/** Does the work alone: another launcher waits for the first, and a lock of a dead one is taken over. */
export async function locked(file, work) {
  let told = false
  while (!take(file)) {
    if (!told && held(file)) {
      say('waiting for another ./cafe that is setting up')
      told = true
    }
    await sleep(300)
  }
  const free = () => rmSync(file, { force: true })
  process.once('exit', free)
  try {
    return await work()
  } finally {
    process.off('exit', free)
    free()
  }
}

/** A link is made whole or not at all, and never over another; a disk that cannot be written to is an error. */
function take(file) {
  const own = `${file}.${process.pid}`
  writeFileSync(own, `${process.pid} ${startOf(process.pid)}`)
  try {
    linkSync(own, file)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!held(file)) clear(file)
    return false
  } finally {
    rmSync(own, { force: true })
  }
}

/** Whether the process that holds the lock lives: a pid that was given again has another start. */
function held(file) {
  try {
    const [pid, start = ''] = readFileSync(file, 'utf8').split(' ')
    process.kill(Number(pid), 0)
    return startOf(pid) === start
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function clear(file) {
  const dead = `${file}.${process.pid}.dead`
  try {
    renameSync(file, dead)
    if (held(dead)) linkSync(dead, file)
  } catch {
    // somebody was faster
  } finally {
    rmSync(dead, { force: true })
  }
}

/** Clock ticks after boot at which a process started; empty where the system does not tell. */
function startOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[19]
  } catch {
    return ''
  }
}
