import { drillsOf } from '../systems.ts'
import type { Experiment } from './experiment.ts'

/** The system's experiment of that id; an unknown one is an error that lists the known ones. */
export function experimentOf(system: string, id: string): Experiment {
  const known = drillsOf(system).experiments
  const found = known.find((it) => it.id === id)
  if (!found)
    throw new Error(`no experiment '${id}': known are ${known.map((it) => it.id).join(', ') || 'none'}`)
  return found
}
