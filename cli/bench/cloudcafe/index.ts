import type { SystemBench } from '../system-bench.ts'
import { bootHistory } from './boot-history.ts'
import { orderEnds } from './order-ends.ts'

/** What the benchmark is told of CloudCafe. */
export const bench: SystemBench = {
  load: 'bench-orders',
  subject: 'order',
  aimPerSecond: 150,
  ends: orderEnds,
  fault: { experiment: 'order-task-one', workload: 'order' },
  playbook: 'morning-rush',
  parts: [bootHistory],
}
