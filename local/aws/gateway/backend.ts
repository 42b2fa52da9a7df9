import type { EmulatorEngine } from '../../types.ts'
import { Unreachable } from './upstream.ts'

const POLL_MS = 50
const AGAIN_MS = 500
/** How long a request waits for MiniStack to be back; the SDKs retry after that. */
const WAIT_MS = 30_000
/** A start of MiniStack takes two seconds on two cores; on a busy machine ten times that. */
const START_MS = 60_000
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

interface BackendParts {
  readonly answers: () => Promise<boolean>
  /** Puts back what it held; what that led to is told by the function given back, once it holds it. */
  readonly restore: () => Promise<() => void>
  /** Told once, where it could not be put back; it is tried again. */
  readonly failed: (why: string) => void
}

/**
 * Lets calls through to MiniStack only while it holds what the journal says: a new process of it (another pid) is
 * empty, and `restore` runs before the next call. Calls wait for that, at most `WAIT_MS`.
 */
export function backend(ministack: EmulatorEngine, { answers, restore, failed }: BackendParts) {
  let restoredPid: number | null = null
  let restoring: Promise<void> | null = null
  let hasFailed = false
  let stopped = false
  let under = 0
  let ending: Promise<void> = Promise.resolve()
  const pidOf = () => ministack.processes()[0]?.pid ?? null
  const isReady = () => restoredPid !== null && restoredPid === pidOf()

  async function restored() {
    restoredPid = null
    await ending
    const late = AbortSignal.timeout(START_MS)
    while (under > 0 || !(await answers())) {
      if (late.aborted) throw new Unreachable(`MiniStack has not answered for ${START_MS / 1000} s`)
      await pause(POLL_MS)
    }
    const pid = pidOf()
    const tell = await restore()
    // another process is empty: what it lacks is not lost, but comes with the next attempt
    if (pid !== pidOf()) throw new Unreachable('MiniStack died while what it held was put back')
    restoredPid = pid
    hasFailed = false
    tell()
  }
  function whole(): Promise<void> {
    restoring ??= restored()
      .catch((error: Error) => {
        if (!hasFailed) failed(error.message)
        hasFailed = true
        throw error
      })
      .finally(() => {
        restoring = null
      })
    return restoring
  }
  async function ready(): Promise<void> {
    const late = AbortSignal.timeout(WAIT_MS)
    while (!isReady()) {
      if (late.aborted) throw new Unreachable('MiniStack is not back yet')
      await Promise.race([whole().catch(() => pause(POLL_MS)), pause(WAIT_MS / 10)])
    }
  }
  const watch = setInterval(() => {
    if (!isReady()) whole().catch(() => undefined)
  }, AGAIN_MS)
  watch.unref()
  // it may die again before it is whole
  ministack.onRestart(async () => {
    while (!isReady() && !stopped) await whole().catch(() => pause(AGAIN_MS))
  })

  return {
    /** Restores MiniStack for the first time; an error of it is thrown. */
    start: whole,
    /** Runs a call when MiniStack is whole. */
    async run<T>(work: () => Promise<T>): Promise<T> {
      while (!isReady()) await ready()
      under += 1
      try {
        return await work()
      } finally {
        under -= 1
      }
    },
    isWhole: isReady,
    /** Ends a MiniStack that holds what the journal does not: no call sees it, and the next one is restored. */
    fence() {
      const pid = restoredPid
      restoredPid = null
      if (pid !== null && pid === pidOf()) ending = ministack.kill()
    },
    stop() {
      stopped = true
      clearInterval(watch)
    },
  }
}
