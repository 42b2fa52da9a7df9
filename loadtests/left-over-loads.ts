import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { K6 } from './load.ts'

const PATIENCE_MS = 5000

/** Ends every k6 that keeps its record below that folder: the command that started it has died. Gives how many. */
export async function endLoads(state: string): Promise<number> {
  const left = await loadsOf(state)
  for (const pid of left) send(pid, 'SIGINT')
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until && (await loadsOf(state)).length > 0) await sleep(100)
  for (const pid of await loadsOf(state)) send(pid, 'SIGKILL')
  return left.length
}

async function loadsOf(state: string): Promise<number[]> {
  const { stdout = '' } = await execa('ps', ['-eo', 'pid=,args='], { reject: false })
  return stdout
    .split('\n')
    .filter((line) => line.includes(K6) && line.includes(`${state}/`))
    .map((line) => Number(line.trim().split(' ')[0]))
}

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    // ended meanwhile
  }
}
