import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Ends what an earlier run has left running in a data folder: processes of that program whose working folder it is.
 * Two servers on the same files would destroy them. Resolves when they are gone; false where this machine cannot tell.
 */
export async function endOrphans(folder: string, program: string): Promise<boolean> {
  if (!existsSync('/proc')) return false
  for (const deadline = Date.now() + 10_000; ; await sleep(20)) {
    const left = orphansIn(folder, program)
    if (left.length === 0) return true
    if (Date.now() > deadline)
      throw new Error(
        `processes ${left.join(', ')} still use ${folder} and cannot be ended: end them by hand`,
      )
    for (const pid of left) kill(pid)
  }
}

function orphansIn(folder: string, program: string): number[] {
  if (!existsSync(folder)) return []
  const [home, file] = [realpathSync(folder), realpathSync(program)]
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.filter((pid) => runsIn(pid, home, [file, program])).map(Number)
}

function runsIn(pid: string, folder: string, programs: readonly string[]): boolean {
  try {
    if (readlinkSync(`/proc/${pid}/cwd`) !== folder) return false
    const words = [
      readlinkSync(`/proc/${pid}/exe`),
      ...readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'),
    ]
    return words.some((word) => programs.includes(word))
  } catch {
    return false
  }
}

function kill(pid: number) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // ended meanwhile
  }
}
