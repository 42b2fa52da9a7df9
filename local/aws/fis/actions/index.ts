import type { Action } from '../action.ts'
import { ec2StopInstances } from './ec2-stop-instances.ts'
import { ec2TerminateInstances } from './ec2-terminate-instances.ts'
import { ecsStopTask } from './ecs-stop-task.ts'
import { eksPodDelete } from './eks-pod-delete.ts'
import { fisWait } from './fis-wait.ts'
import { rdsFailoverDbCluster } from './rds-failover-db-cluster.ts'

/** Every action that templates may name here; one more action is one more file and one more line. */
export const actions: Readonly<Record<string, Action>> = Object.fromEntries(
  [ecsStopTask, eksPodDelete, ec2StopInstances, ec2TerminateInstances, rdsFailoverDbCluster, fisWait].map(
    (it) => [it.id, it],
  ),
)
