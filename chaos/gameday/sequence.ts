import { setTimeout as sleep } from 'node:timers/promises'
import { cleanBy, injectionOf } from './injection.ts'
import type { Run } from './run.ts'
import { frontDoorOf } from './site.ts'
import { steadyState } from './steady-state.ts'
import { probeMiss } from './verdict.ts'

/** k6 starts within a second or two here, within two minutes as a task; where no request comes for so long, none will. */
const FIRST_REQUEST_SECONDS = { here: 30, aws: 300 } as const
/** Real seconds that recovery may take beyond the document's own times before we stop looking. */
const PATIENCE_SECONDS = 30

/** Unix milliseconds of the first request; throws where none comes. */
export async function loadBegins(run: Run): Promise<number> {
  const seconds = FIRST_REQUEST_SECONDS[run.stage.site.local ? 'here' : 'aws']
  const deadline = Date.now() + seconds * 1000
  while (Date.now() < deadline) {
    const [first] = run.observer.requests
    if (first) return first.sentAt
    run.view.wait(`waiting for the load's first request`)
    await until(run, Date.now() + 100)
  }
  throw new Error(`k6 sent no request to ${frontDoorOf(run.stage.site)} within ${seconds} s`)
}

/** Plays baseline and injects to the end of the load; gives the reason where nothing was to be injected. */
export async function withFaults(run: Run, start: number): Promise<string | null> {
  const { stage, playbook, load, phases } = run
  const realSeconds = playbook.baselineSeconds / stage.site.timeScale
  const baselineEnd = start + realSeconds * 1000
  await phases.during('baseline', realSeconds, async () => {
    await until(run, baselineEnd)
    await readTo(run, baselineEnd)
  })
  const unsteady = whyUnsteady(run, { from: start, to: baselineEnd })
  if (unsteady) {
    run.view.say(`not steady, so nothing is injected: ${unsteady}`)
    load.stop()
    return unsteady
  }
  await phases.during('load', load.seconds - realSeconds, () => injectAll(run, start))
  return null
}

/** Waits for the record to reach a moment, as long as it may be late: what came before is then known. */
async function readTo(run: Run, moment: number): Promise<void> {
  const latest = moment + run.load.lateMs
  while (Date.now() < latest && !run.observer.requests.some((it) => it.sentAt >= moment))
    await until(run, Date.now() + 100)
}

async function injectAll(run: Run, start: number) {
  const { stage, playbook, load, view } = run
  for (const inject of playbook.injects.toSorted((a, b) => a.at - b.at)) {
    await until(run, start + (inject.at / stage.site.timeScale) * 1000)
    if (run.halt.signal.aborted) break
    const injection = await injectionOf(run, inject)
    run.injections.push(injection)
    view.say(`fault: ${inject.title} (${injection.fault.experimentId})`)
    void injection.fault.ended.then(({ status, reason }) => {
      view.say(`fault ${inject.id} ${status}${reason ? `: ${reason}` : ''}`)
      if (status === 'stopped') run.halt.abort()
    })
  }
  await until(run, start + load.seconds * 1000)
  if (run.halt.signal.aborted) load.stop()
  await load.done
}

/** Why the steady state does not hold before the first fault; null where it does. */
function whyUnsteady(
  { playbook, stage, observer }: Run,
  before: { from: number; to: number },
): string | null {
  const missed = steadyState(playbook, stage.system, observer.requests, { before }).find((it) => !it.ok)
  if (missed) return probeMiss(missed)
  const last = new Map(observer.changes.map((it) => [it.alarm, it.to]))
  const firing = [...last].find(([, state]) => state === 'ALARM')
  return firing ? `alarm '${firing[0]}' is in ALARM` : null
}

/** Waits until all experiments have ended and nothing of a fault is left, or patience ends. */
export async function recovered(run: Run): Promise<void> {
  const { stage, playbook, injections, phases, view } = run
  const allowed = playbook.recovery.map((it) => stage.system.recovery[it.target]!.seconds?.to ?? 0)
  const { metrics, timeScale } = stage.site
  const unseen = metrics.periodSeconds + metrics.lateSeconds
  const realSeconds = Math.max(0, ...allowed) / timeScale + PATIENCE_SECONDS + unseen
  const deadline = Date.now() + realSeconds * 1000
  await phases.during('recovery', null, async () => {
    const open = new Set(injections)
    for (const it of injections) it.fault.ended.then(() => open.delete(it))
    while (open.size > 0 && Date.now() < deadline) {
      const ids = [...open].map((it) => `'${it.inject.id}'`).join(', ')
      view.wait(`waiting until the experiments have ended: ${ids}`)
      await sleep(250, undefined, { signal: run.signal })
    }
    if (open.size > 0) return
    for (const injection of injections) {
      const { evidence } = await cleanBy(deadline, view, injection, run.signal)
      view.say(`${injection.inject.id}: ${evidence}`)
    }
  })
}

/** Waits for a moment; earlier where an experiment was stopped, and with an error where the operator or k6 ends it. */
async function until({ signal, halt, load }: Run, moment: number): Promise<void> {
  const waiting = new AbortController()
  const ends = AbortSignal.any([signal, halt.signal, waiting.signal])
  const wait = sleep(Math.max(0, moment - Date.now()), undefined, { signal: ends }).catch(() => undefined)
  await Promise.race([wait, load.done])
  waiting.abort()
  signal.throwIfAborted()
}
