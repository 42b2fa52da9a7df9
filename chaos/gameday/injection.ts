import { experimentOf } from '../experiments/index.ts'
import { templateOf } from '../experiments/template.ts'
import { type Witness, witnessOf } from './evidence/witness.ts'
import { type RunningFault, startFault } from './faults.ts'
import type { FaultRecord } from './journal.ts'
import type { JournalFile } from './journal-file.ts'
import type { Inject } from './playbook.ts'
import type { Stage } from './site.ts'
import { targetVerdicts } from './target-verdicts.ts'
import type { Observer } from './watch/observer.ts'

/** An inject whose experiment has been started. */
export interface Injection {
  readonly inject: Inject
  readonly fault: RunningFault
  readonly witness: Witness
}

/** Looks at what the fault will change, then starts its experiment. */
export async function injectionOf(
  stage: Stage,
  inject: Inject,
  observer: Observer,
  journal: JournalFile,
): Promise<Injection> {
  const witness = await witnessOf(inject.evidence, stage, observer)
  const { templates } = stage.site
  const template = templates
    ? { id: templates[inject.experiment]! }
    : templateOf({ ...experimentOf(stage.system.id, inject.experiment), system: stage.system })
  return { inject, witness, fault: await startFault(stage, template, journal, inject.id) }
}

/** The fault as the journal keeps it, with both verdicts; waits for the experiment's end. */
export async function faultRecord(stage: Stage, { inject, fault, witness }: Injection): Promise<FaultRecord> {
  const end = await fault.ended
  const { id, title, experiment } = inject
  const { experimentId, startedAt, acceptedAt } = fault
  const [landed, clean] = [await witness.landed(), await witness.clean()]
  const targets = await targetVerdicts(stage, experimentId, end.targets)
  return { id, title, experiment, experimentId, startedAt, acceptedAt, ...end, targets, landed, clean }
}
