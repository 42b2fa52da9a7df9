import type { Playbook } from '../gameday/playbook.ts'
import { drillsOf } from '../systems.ts'

/** The system's playbook of that id; an unknown one is an error that lists the known ones. */
export function playbookOf(system: string, id: string): Playbook {
  const known = drillsOf(system).playbooks
  const found = known.find((it) => it.id === id)
  if (!found)
    throw new Error(`no playbook '${id}': known are ${known.map((it) => it.id).join(', ') || 'none'}`)
  return found
}
