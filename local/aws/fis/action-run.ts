import type { Context } from '../../types.ts'
import type { Fault } from './action.ts'
import { actions } from './actions/index.ts'
import { sleep } from './duration.ts'
import type { Proof, Verdict } from './experiment.ts'
import { type Resource, shownName } from './target-type.ts'
import type { UndoJournal, UndoRecord } from './undo-journal.ts'
import type { World } from './world.ts'

/** What faults are run with. */
export interface Tools {
  readonly cloud: Context
  readonly world: World
  readonly journal: UndoJournal
}

/** One action of one experiment, ready to run. */
export interface ActionStart {
  readonly experiment: string
  readonly name: string
  readonly actionId: string
  readonly parameters: Readonly<Record<string, string>>
  readonly targets: readonly Resource[]
  readonly signal: AbortSignal
  /** Verdicts are written into these. */
  readonly verdicts: readonly Verdict[]
  /** Called when the action is over and its faults are about to be undone. */
  readonly onUndo: () => void
}

interface Injected {
  readonly fault: Fault
  readonly record: UndoRecord
}

/** Verdicts before there is any evidence. */
export const openVerdicts = (it: Pick<ActionStart, 'name' | 'actionId' | 'targets'>): Verdict[] =>
  it.targets.map((target) => ({
    action: it.name,
    actionId: it.actionId,
    target: shownName(target),
    landed: { ok: false, evidence: 'there was no evidence of an effect' },
    clean: { ok: false, evidence: 'the action has not ended' },
  }))

/** Runs an action and undoes its faults, however it ends; gives null, or the reason why it failed. */
export async function runAction(it: ActionStart, { cloud, world, journal }: Tools): Promise<string | null> {
  const injected: Injected[] = []
  const note = (target: Resource, kind: 'landed' | 'clean', proof: Proof) => {
    const verdict = it.verdicts.find((one) => one.target === shownName(target))
    if (verdict) Object.assign(verdict, { [kind]: proof })
  }
  const run = actions[it.actionId]!.run({
    experiment: it.experiment,
    parameters: it.parameters,
    targets: it.targets,
    cloud,
    world,
    signal: it.signal,
    async inject(fault) {
      const { experiment, name: action, actionId } = it
      injected.push({ fault, record: journal.open({ experiment, action, actionId, data: fault.data }) })
      await fault.apply()
    },
    hold: (seconds) => sleep(seconds / cloud.timeScale, it.signal),
    landed: (target, proof) => note(target, 'landed', proof),
  })
  const failures = [await reasonOf(run)]
  it.onUndo()
  for (const one of injected.reverse()) failures.push(await undo(one, it, journal, note))
  return failures.filter((why) => why !== null).join('; ') || null
}

/** Undoes one fault and asks for each target whether it is gone; the record stays where the undo failed. */
async function undo(
  { fault, record }: Injected,
  { targets }: ActionStart,
  journal: UndoJournal,
  note: (target: Resource, kind: 'clean', proof: Proof) => void,
): Promise<string | null> {
  const failure = await reasonOf(Promise.resolve().then(() => fault.undo()))
  for (const target of targets)
    note(
      target,
      'clean',
      failure ? { ok: false, evidence: `the undo failed: ${failure}` } : fault.clean(target),
    )
  if (failure === null) journal.close(record)
  return failure && `the undo failed: ${failure}`
}

const reasonOf = (work: Promise<unknown>): Promise<string | null> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
