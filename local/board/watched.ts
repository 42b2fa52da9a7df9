import type { Cloud } from '../cloud.ts'
import type { LoadBalancer } from '../entries/alb.ts'
import type { Told } from '../status.ts'

/** What the board looks at: the whole cloud has it, and a test brings only this. */
export interface Watched extends Told {
  readonly engines: Pick<Cloud['engines'], 'all' | 'of' | 'aurora'>
  readonly cloudwatch: Pick<Cloud['cloudwatch'], 'alarms' | 'read'>
  readonly functions: Pick<Cloud['functions'], 'instances' | 'mappings'>
  readonly entries: { readonly alb: (id: string) => Pick<LoadBalancer, 'rules'> }
  readonly fis: Pick<Cloud['fis'], 'experiments'>
}
