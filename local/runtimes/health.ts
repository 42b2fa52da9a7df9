import { get } from 'node:http'
import type { HealthCheck } from '../../model/kinds.ts'
import { platform } from '../../model/platform.ts'
import { ownNow, ranSince } from '../own-clock.ts'

/** Milliseconds between two checks of a copy that has not been ready yet. */
const STARTING_MS = 200
/** A scaled interval is not shorter, or the checks themselves would be the load. */
const SHORTEST_MS = 500
/** A check's timeout, where its interval is shorter: a request timeout is not scaled. */
const SHORTEST_TIMEOUT_MS = 1000

/** What the checks of a copy lead to. */
export interface Findings {
  /** It takes traffic from now on, or no longer; called at each change, `why` where it does not. */
  readonly ready: (is: boolean, why: string) => void
  /** It is not alive, or has not come up in time: it is to be restarted or replaced. */
  readonly sick: (why: string) => void
}

export interface Watch {
  /** Where it does not come up within so many milliseconds, it is sick. */
  readonly startWithinMs: number
  /** A copy that is alive but not ready within that time is sick too. */
  readonly mustBeReady: boolean
}

/**
 * Checks a copy until the function given back is called: `readyPath` decides about traffic (the first pass counts at
 * once, as in a target group; after that the model's counts), `path` about life. A copy whose dependency is away is
 * not ready but alive: replacing it would mend nothing.
 */
export function watch(
  port: number,
  check: HealthCheck,
  timeScale: number,
  { startWithinMs, mustBeReady }: Watch,
  found: Findings,
): () => void {
  const interval = Math.max(SHORTEST_MS, (check.intervalSeconds * 1000) / timeScale)
  const timeout = Math.max(SHORTEST_TIMEOUT_MS, interval)
  const startBy = ownNow() + startWithinMs
  const state = { started: false, ready: false, passes: 0, misses: 0, deaths: 0 }
  let stopped = false
  let timer: NodeJS.Timeout

  const passed = () => {
    state.passes++
    state.misses = state.deaths = 0
    if (state.ready || (state.started && state.passes < check.healthyAfter)) return
    state.started = state.ready = true
    found.ready(true, '')
  }
  const missed = (why: string, alive: boolean) => {
    state.passes = 0
    state.misses++
    state.deaths = alive ? 0 : state.deaths + 1
    if (state.ready && state.misses >= check.unhealthyAfter) {
      state.ready = false
      found.ready(false, why)
    }
    const late = !state.started && ownNow() > startBy
    if (state.started ? state.deaths >= check.unhealthyAfter : late && (mustBeReady || !alive)) {
      stopped = true
      found.sick(why)
    }
  }
  const turn = async () => {
    const since = ownNow()
    const { why, alive } = await ask(port, check, timeout, state.misses > 0)
    if (stopped) return
    if (why === null) passed()
    // over a gap in our own clock no answer could be heard
    else if (ranSince(since)) missed(why, alive)
    if (stopped) return
    const pause = state.started ? interval - (ownNow() - since) : STARTING_MS
    timer = setTimeout(turn, Math.max(0, pause))
  }
  timer = setTimeout(turn, STARTING_MS)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** Why it is not ready, or null; what is ready is alive, so that only a copy in doubt is asked both at once. */
async function ask(port: number, check: HealthCheck, timeout: number, inDoubt: boolean) {
  const life = () => probe(port, check.path, timeout)
  const early = inDoubt ? life() : null
  const why = await probe(port, check.readyPath, timeout)
  return { why, alive: why === null || (await (early ?? life())) === null }
}

/** Null where the path answers 2xx in time, else the reason. */
export const probe = (port: number, path: string, timeout: number): Promise<string | null> =>
  new Promise((done) => {
    const request = get({ host: platform.host, port, path, timeout, agent: false }, (response) => {
      response.resume()
      const { statusCode = 0 } = response
      done(statusCode >= 200 && statusCode < 300 ? null : `${path} answered ${statusCode}`)
    })
    request.once('timeout', () => request.destroy(new Error(`no answer within ${timeout} ms`)))
    request.once('error', (error) => done(`${path}: ${error.message}`))
  })
