import { CLEAN, LANDED } from '../../documents/document.ts'
import type { Finding } from '../journal.ts'
import type { Evidence } from '../playbook.ts'
import type { Stage } from '../site.ts'
import type { Observer } from '../watch/observer.ts'
import { stepSeen } from './automation.ts'
import { copiesFell, copiesWhole } from './copies.ts'
import { countsSince, invocationsFailed, invocationsSucceed } from './invocations.ts'
import { writerMoved, writerOf, writerSound } from './writer.ts'

/** Sees from outside whether a fault had its effect, and whether anything of it is left. */
export interface Witness {
  readonly landed: () => Promise<Finding>
  /** Counts from the fault's end on, Unix milliseconds. */
  readonly clean: (endedAt: number) => Promise<Finding>
}

/** Looks at the system before the fault, to tell the difference after it. */
export async function witnessOf(evidence: Evidence, stage: Stage, observer: Observer): Promise<Witness> {
  if (evidence.kind === 'writer') {
    const { resource } = evidence
    const before = await writerOf(stage, resource)
    return {
      landed: () => seen(writerMoved(stage, resource, before)),
      clean: () => seen(writerSound(stage, resource)),
    }
  }
  const from = Date.now()
  if (evidence.kind === 'invocations') {
    const { workload } = evidence
    return {
      landed: () => seen(countsSince(stage, workload, from).then((it) => invocationsFailed(it, workload))),
      clean: (endedAt) =>
        seen(countsSince(stage, workload, endedAt).then((it) => invocationsSucceed(it, workload))),
    }
  }
  if (evidence.kind === 'document') {
    const { document } = evidence
    return {
      landed: () => seen(stepSeen(stage, document, from, LANDED)),
      clean: () => seen(stepSeen(stage, document, from, CLEAN)),
    }
  }
  return {
    landed: async () => copiesFell(observer.copies, evidence.workload, from),
    clean: async () => copiesWhole(observer.copies, evidence.workload),
  }
}

const seen = (finding: Promise<Finding>): Promise<Finding> =>
  finding.catch((error: Error) => ({
    ok: false,
    unseen: true,
    evidence: `could not be seen: ${error.message}`,
  }))
