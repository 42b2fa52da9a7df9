import type { Copy } from '../../../types.ts'
import type { ActionRun } from '../action.ts'
import type { Proof } from '../experiment.ts'
import type { Resource } from '../target-type.ts'
import { copyNow } from '../world.ts'

/** How copies are ended; `graceSeconds` shortens the workload's own grace, 0 is SIGKILL at once. */
export interface Ending {
  readonly graceSeconds?: number
  readonly replace: boolean
}

/** Ends the target copies through their scheduler; there is nothing to undo, the scheduler replaces them. */
export function endCopies(
  at: ActionRun,
  placeOf: (target: Resource) => Copy['on'],
  how: Ending,
): Promise<void> {
  return at.inject({
    data: { copies: at.targets.map((target) => target.id) },
    async apply() {
      const ended = Promise.all(at.targets.map((target) => endCopy(at, target, placeOf(target), how)))
      await Promise.race([ended, aborted(at.signal)])
    },
    undo: () => undefined,
    clean: () => ({ ok: true, evidence: 'nothing to undo' }),
  })
}

/** Ends one copy and says what shows it. */
export async function endCopy(at: ActionRun, target: Resource, on: Copy['on'], how: Ending): Promise<void> {
  const runtime = at.world.runtimes[on]
  const before = copyNow(at.world, on, target.id)
  if (!before || before.state === 'stopped')
    return at.landed(target, { ok: false, evidence: 'it was gone before the action started' })
  const reason = `Stopped by FIS experiment ${at.experiment}`
  const stop = (hard: boolean) => runtime.stopCopy(target.id, { hard, reason, replace: how.replace })
  const timer =
    how.graceSeconds === undefined
      ? undefined
      : setTimeout(() => void stop(true).catch(ended), how.graceSeconds * 1000)
  await stop(how.graceSeconds === 0)
  clearTimeout(timer)
  at.landed(target, isGone(before.pid, copyNow(at.world, on, target.id)))
}

function isGone(pid: number | null, now: Copy | undefined): Proof {
  const seen = now ? `its scheduler has it as ${now.state}` : 'its scheduler has forgotten it'
  if (pid !== null && isAlive(pid)) return { ok: false, evidence: `process ${pid} still runs; ${seen}` }
  const ok = !now || now.state === 'stopped' || now.state === 'draining'
  return { ok, evidence: `process ${pid ?? '(none)'} is gone; ${seen}` }
}

/** A scheduler refuses to stop what has ended meanwhile. */
const ended = () => undefined

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
