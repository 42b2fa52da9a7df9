import { auroraFailover } from './cloudcafe/aurora-failover.ts'
import { cacheFlush } from './cloudcafe/cache-flush.ts'
import { eksNodeLoss } from './cloudcafe/eks-node-loss.ts'
import { loyaltyInstanceStop } from './cloudcafe/loyalty-instance-stop.ts'
import { loyaltyInstanceTerminate } from './cloudcafe/loyalty-instance-terminate.ts'
import { memorydbRestart } from './cloudcafe/memorydb-restart.ts'
import { menuPodDelete } from './cloudcafe/menu-pod-delete.ts'
import { menuRuleWithdrawal } from './cloudcafe/menu-rule-withdrawal.ts'
import { morningRush } from './cloudcafe/morning-rush.ts'
import { orderCpuStress } from './cloudcafe/order-cpu-stress.ts'
import { orderDynamodbLatency } from './cloudcafe/order-dynamodb-latency.ts'
import { orderTaskOne } from './cloudcafe/order-task-one.ts'
import { orderTasksHalf } from './cloudcafe/order-tasks-half.ts'
import { ordersTableThrottle } from './cloudcafe/orders-table-throttle.ts'
import { paymentDelay } from './cloudcafe/payment-delay.ts'
import { paymentErrors } from './cloudcafe/payment-errors.ts'
import { paymentThrottle } from './cloudcafe/payment-throttle.ts'
import { zoneEvacuation } from './cloudcafe/zone-evacuation.ts'
import type { Experiment } from './experiment.ts'

/** The only list of experiments. */
export const experiments: readonly Experiment[] = [
  auroraFailover,
  eksNodeLoss,
  cacheFlush,
  loyaltyInstanceStop,
  loyaltyInstanceTerminate,
  menuPodDelete,
  memorydbRestart,
  menuRuleWithdrawal,
  morningRush,
  orderCpuStress,
  orderDynamodbLatency,
  orderTaskOne,
  orderTasksHalf,
  ordersTableThrottle,
  paymentDelay,
  paymentErrors,
  paymentThrottle,
  zoneEvacuation,
]

/** The system's experiment of that id; an unknown one is an error that lists the known ones. */
export function experimentOf(system: string, id: string): Experiment {
  const known = experiments.filter((it) => it.system.id === system)
  const found = known.find((it) => it.id === id)
  if (!found) throw new Error(`no experiment '${id}': known are ${known.map((it) => it.id).join(', ')}`)
  return found
}
