import { setTimeout as sleep } from 'node:timers/promises'
import { cpuSeconds } from '../../process-stats.ts'

/** Holds the sessions that answer queries to what a cluster's CPU leaves them. */
export interface CpuShare {
  /** The session of that process answers a query, until the function given back is called. */
  readonly enter: (pid: number) => () => void
}

const LOOK_MS = 20
/** CPU seconds that an idle cluster has saved up at most, and that a busy one owes at most. */
const MOST_SAVED = 1
const MOST_OWED = 1
/** However busy loads keep the cluster, a query gets a turn after so many looks without one. */
const MOST_LOOKS_STOPPED = 10

/**
 * A cluster has the cores of its nodes, and its PostgreSQL would take the machine's: where the whole of it (`pid` is
 * the postmaster's) has used more than `cores`, the sessions that answer queries are stopped until it is paid back.
 * Loads are never stopped. Without `/proc` nothing is held.
 */
export function cpuShare(pid: () => number | undefined, cores: number): CpuShare {
  const sessions = new Set<number>()
  let holding = false

  async function hold() {
    let [at, used, saved, stoppedLooks] = [performance.now(), usedBy(pid()), 0, 0]
    while (sessions.size > 0) {
      await sleep(LOOK_MS)
      const [now, usedNow] = [performance.now(), usedBy(pid())]
      // a cluster that was started anew counts from nothing
      const spent = Math.max(0, usedNow - used)
      saved = within(saved + ((now - at) / 1000) * cores - spent)
      at = now
      used = usedNow
      stoppedLooks = saved >= 0 || stoppedLooks >= MOST_LOOKS_STOPPED ? 0 : stoppedLooks + 1
      for (const session of sessions) signal(session, stoppedLooks === 0 ? 'SIGCONT' : 'SIGSTOP')
    }
  }
  return {
    enter(session) {
      sessions.add(session)
      if (!holding) {
        holding = true
        void hold().finally(() => {
          holding = false
        })
      }
      return () => {
        sessions.delete(session)
        signal(session, 'SIGCONT')
      }
    },
  }
}

const usedBy = (pid: number | undefined) => (pid === undefined ? 0 : (cpuSeconds(pid) ?? 0))
const within = (seconds: number) => Math.max(-MOST_OWED, Math.min(MOST_SAVED, seconds))

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT') {
  try {
    process.kill(pid, name)
  } catch {
    // the session has ended meanwhile
  }
}
