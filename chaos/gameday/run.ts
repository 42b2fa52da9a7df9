import type { RunningLoad } from '../../loadtests/generator.ts'
import type { Injection } from './injection.ts'
import type { JournalFile } from './journal-file.ts'
import type { PhaseLog } from './phases.ts'
import type { Playbook } from './playbook.ts'
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

/** A game day under way. */
export interface Run extends Play {
  readonly load: RunningLoad
  readonly observer: Observer
  readonly injections: Injection[]
  /** Aborted when a stop condition or the lever has stopped an experiment. */
  readonly halt: AbortController
}
