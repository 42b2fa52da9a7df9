import type { Playbook } from '../../gameday/playbook.ts'
import { morningRush } from './morning-rush.ts'
import { paymentErrors } from './payment-errors.ts'
import { smoke } from './smoke.ts'

/** The playbooks of CloudCafe. */
export const playbooks: readonly Playbook[] = [morningRush, paymentErrors, smoke]
