import type { Experiment } from '../experiment.ts'
import { auroraFailover } from './aurora-failover.ts'
import { cacheFlush } from './cache-flush.ts'
import { eksNodeLoss } from './eks-node-loss.ts'
import { loyaltyInstanceStop } from './loyalty-instance-stop.ts'
import { loyaltyInstanceTerminate } from './loyalty-instance-terminate.ts'
import { memorydbRestart } from './memorydb-restart.ts'
import { menuPodDelete } from './menu-pod-delete.ts'
import { menuRuleWithdrawal } from './menu-rule-withdrawal.ts'
import { morningRush } from './morning-rush.ts'
import { orderCpuStress } from './order-cpu-stress.ts'
import { orderDynamodbLatency } from './order-dynamodb-latency.ts'
import { orderTaskOne } from './order-task-one.ts'
import { orderTasksHalf } from './order-tasks-half.ts'
import { ordersTableThrottle } from './orders-table-throttle.ts'
import { paymentDelay } from './payment-delay.ts'
import { paymentErrors } from './payment-errors.ts'
import { paymentThrottle } from './payment-throttle.ts'
import { zoneEvacuation } from './zone-evacuation.ts'

/** The experiments of CloudCafe. */
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
