import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './run.mjs'

/** Does the work alone: another launcher waits for the first, and a lock of a dead one is taken over. */
export async function locked(file, work) {
  let told = false
  while (!take(file)) {
    if (!told) say('waiting for another ./cafe that is setting up')
    told = true
    await sleep(300)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (!alive(file)) rmSync(file, { force: true })
    return false
  }
}

function alive(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
