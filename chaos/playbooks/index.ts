import type { Playbook } from '../gameday/playbook.ts'
import { morningRush } from './cloudcafe/morning-rush.ts'
import { paymentErrors } from './cloudcafe/payment-errors.ts'
import { smoke } from './cloudcafe/smoke.ts'

/** The only list of playbooks. */
export const playbooks: readonly Playbook[] = [morningRush, paymentErrors, smoke]

/** The system's playbook of that id; an unknown one is an error that lists the known ones. */
export function playbookOf(system: string, id: string): Playbook {
  const known = playbooks.filter((it) => it.system === system)
  const found = known.find((it) => it.id === id)
  if (!found) throw new Error(`no playbook '${id}': known are ${known.map((it) => it.id).join(', ')}`)
  return found
}
