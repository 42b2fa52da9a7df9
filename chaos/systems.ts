import * as noteboardExperiments from '../test/systems/noteboard/gameday/experiments.ts'
import * as noteboardPlaybooks from '../test/systems/noteboard/gameday/playbooks.ts'
import * as cafeExperiments from './experiments/cloudcafe/index.ts'
import type { Experiment } from './experiments/experiment.ts'
import type { Invariant } from './gameday/invariants/invariant.ts'
import type { Playbook } from './gameday/playbook.ts'
import * as cafePlaybooks from './playbooks/cloudcafe/index.ts'

/** What is played on a system, and what must hold whatever is played. */
export interface Drills {
  readonly experiments: readonly Experiment[]
  readonly playbooks: readonly Playbook[]
  /** In the order in which they are counted. Loaded when they are asked for: whoever wants an experiment needs no client of a store. */
  readonly invariants: () => Promise<readonly Invariant[]>
}

/** The drills of each system; no other file of this floor imports a system's own. */
export const drills: Readonly<Record<string, Drills>> = {
  cloudcafe: {
    ...cafeExperiments,
    ...cafePlaybooks,
    invariants: async () => (await import('./gameday/invariants/cloudcafe/index.ts')).invariants,
  },
  noteboard: {
    ...noteboardExperiments,
    ...noteboardPlaybooks,
    invariants: async () => (await import('../test/systems/noteboard/gameday/invariants.ts')).invariants,
  },
}

const NONE: Drills = { experiments: [], playbooks: [], invariants: async () => [] }

/** The drills of the system of that id; a system may have none. */
export const drillsOf = (system: string): Drills => (Object.hasOwn(drills, system) ? drills[system]! : NONE)
