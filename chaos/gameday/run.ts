import type { RunningLoad } from '../../loadtests/generator.ts'
import type { Witness } from './evidence/witness.ts'
import type { RunningFault } from './faults.ts'
import type { JournalFile } from './journal-file.ts'
import type { PhaseLog } from './phases.ts'
import type { Inject, Playbook } from './playbook.ts'
import type { Stage } from './site.ts'
import type { View } from './view.ts'
import type { Observer } from './watch/observer.ts'

/** What playing a playbook needs. */
export interface Play {
  readonly stage: Stage
  readonly playbook: Playbook
  readonly journal: JournalFile
  readonly phases: PhaseLog
  readonly view: View
  /** Aborted when the operator wants it to end. */
  readonly signal: AbortSignal
  readonly seed: number
}

/** A load that knows when it was stopped. */
export interface StoppableLoad extends RunningLoad {
  /** Unix milliseconds at which it was stopped before its end; null where it was not. */
  readonly stoppedAt: () => number | null
}

/** An inject whose experiment has been started. */
export interface Injection {
  readonly inject: Inject
  readonly fault: RunningFault
  readonly witness: Witness
}

/** A game day under way. */
export interface Run extends Play {
  readonly load: StoppableLoad
  readonly observer: Observer
  readonly injections: Injection[]
  /** Aborted when a stop condition or the lever has stopped an experiment. */
  readonly halt: AbortController
  /** Aborted once nothing more is undone: an experiment that has not ended by then is followed no longer. */
  readonly undone: AbortController
}
