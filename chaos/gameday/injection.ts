import { setTimeout as sleep } from 'node:timers/promises'
import { experimentOf } from '../experiments/index.ts'
import { templateOf } from '../experiments/template.ts'
import { witnessOf } from './evidence/witness.ts'
import { startFault } from './faults.ts'
import type { FaultRecord, Finding } from './journal.ts'
import type { Inject } from './playbook.ts'
import type { Injection, Run } from './run.ts'
import { targetVerdicts } from './target-verdicts.ts'
import type { View } from './view.ts'

/** Looks at what the fault will change, then starts its experiment. */
export async function injectionOf(
  { stage, observer, journal, undone }: Run,
  inject: Inject,
): Promise<Injection> {
  const witness = await witnessOf(inject.evidence, stage, observer)
  const { templates } = stage.site
  const template = templates
    ? { id: templates[inject.experiment]! }
    : templateOf({ ...experimentOf(stage.system.id, inject.experiment), system: stage.system })
  return { inject, witness, fault: await startFault(stage, template, journal, inject.id, undone.signal) }
}

/** Seconds that what a fault has broken gets to come back once the fault is undone. */
const CLEAN_SECONDS = 10

/** The fault as the journal keeps it, with both verdicts; waits for the experiment's end. */
export async function faultRecord(run: Run, injection: Injection): Promise<FaultRecord> {
  const { inject, fault, witness } = injection
  const end = await fault.ended
  const { id, title, experiment } = inject
  const { experimentId, startedAt, acceptedAt } = fault
  const landed = await witness.landed()
  const clean = await cleanBy(Date.now() + CLEAN_SECONDS * 1000, run.view, injection)
  const targets = await targetVerdicts(run.stage, experimentId, end.targets).catch(() => [])
  return { id, title, experiment, experimentId, startedAt, acceptedAt, ...end, targets, landed, clean }
}

/** Whether anything of an ended fault is left: looks until nothing is, or that moment has come; says what is waited for. */
export async function cleanBy(
  deadline: number,
  view: View,
  { inject, fault, witness }: Injection,
  signal?: AbortSignal,
): Promise<Finding> {
  const { endedAt } = await fault.ended
  for (;;) {
    const found = await witness.clean(endedAt)
    if (found.ok || Date.now() >= deadline) return found
    const left = Math.ceil((deadline - Date.now()) / 1000)
    view.wait(`waiting until nothing of '${inject.id}' is left: ${found.evidence} (for ${left} s more)`)
    await sleep(500, undefined, signal ? { signal } : {})
  }
}
