import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { cpuSeconds } from '../../process-stats.ts'
import { cpuShare } from './cpu-share.ts'

const CORES = 0.2
const CHILDREN = 2
const WAIT = { timeout: 60_000, interval: 20 }
let cluster: ChildProcess
let sessions: number[] = []

/** A process with children that take all the CPU they get, as a postmaster has sessions. */
async function busyCluster(): Promise<void> {
  const burn = `require('node:child_process').spawn(process.execPath, ['-e', 'for (;;);'])`
  cluster = spawn(process.execPath, ['-e', Array.from({ length: CHILDREN }, () => burn).join(';')])
  const children = () => readFileSync(`/proc/${cluster.pid}/task/${cluster.pid}/children`, 'utf8').trim()
  await expect.poll(() => children().split(' ').length, WAIT).toBe(CHILDREN)
  sessions = children().split(' ').map(Number)
}
const stateOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]![0]
const used = () => cpuSeconds(cluster.pid!)!

afterEach(() => {
  for (const pid of [...sessions, cluster.pid!]) process.kill(pid, 'SIGKILL')
})

test.skipIf(process.platform !== 'linux')(
  'sessions that answer queries are held to the share, and go free when they leave',
  async () => {
    await busyCluster()
    const share = cpuShare(() => cluster.pid, CORES)
    const [at, before] = [performance.now(), used()]
    const leaves = sessions.map((pid) => share.enter(pid))
    await expect.poll(() => sessions.map(stateOf), WAIT).toEqual(['T', 'T'])
    const cores = () => (used() - before) / ((performance.now() - at) / 1000)
    await expect.poll(() => performance.now() - at > 2000 && cores() < CORES * 1.2, WAIT).toBe(true)
    // held, not halted
    const then = used()
    await expect.poll(used, WAIT).toBeGreaterThan(then)
    for (const leave of leaves) leave()
    await expect.poll(() => sessions.map(stateOf).includes('T'), WAIT).toBe(false)
  },
)
