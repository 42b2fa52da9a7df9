import { tableOf } from '../../../../lib/own.ts'
import type { Action } from '../action.ts'
import { arcStartZonalAutoshift } from './arc-start-zonal-autoshift.ts'
import { ec2StopInstances } from './ec2-stop-instances.ts'
import { ec2TerminateInstances } from './ec2-terminate-instances.ts'
import { ecsStopTask } from './ecs-stop-task.ts'
import { ecsTaskCpuStress } from './ecs-task-cpu-stress.ts'
import { ecsTaskNetworkBlackholePort } from './ecs-task-network-blackhole-port.ts'
import { ecsTaskNetworkLatency } from './ecs-task-network-latency.ts'
import { ecsTaskNetworkPacketLoss } from './ecs-task-network-packet-loss.ts'
import { eksPodCpuStress } from './eks-pod-cpu-stress.ts'
import { eksPodDelete } from './eks-pod-delete.ts'
import { eksPodNetworkBlackholePort } from './eks-pod-network-blackhole-port.ts'
import { eksPodNetworkLatency } from './eks-pod-network-latency.ts'
import { eksPodNetworkPacketLoss } from './eks-pod-network-packet-loss.ts'
import { eksTerminateNodegroupInstances } from './eks-terminate-nodegroup-instances.ts'
import { fisWait } from './fis-wait.ts'
import { lambdaInvocationAddDelay } from './lambda-invocation-add-delay.ts'
import { lambdaInvocationError } from './lambda-invocation-error.ts'
import { lambdaInvocationHttpIntegrationResponse } from './lambda-invocation-http-integration-response.ts'
import { networkDisruptConnectivity } from './network-disrupt-connectivity.ts'
import { rdsFailoverDbCluster } from './rds-failover-db-cluster.ts'
import { rdsRebootDbInstances } from './rds-reboot-db-instances.ts'
import { ssmStartAutomationExecution } from './ssm-start-automation-execution.ts'

/** Every action that templates may name here; one more action is one more file and one more line. */
const list: readonly Action[] = [
  ecsStopTask,
  ecsTaskCpuStress,
  ecsTaskNetworkLatency,
  ecsTaskNetworkPacketLoss,
  ecsTaskNetworkBlackholePort,
  eksPodDelete,
  eksPodCpuStress,
  eksPodNetworkLatency,
  eksPodNetworkPacketLoss,
  eksPodNetworkBlackholePort,
  eksTerminateNodegroupInstances,
  ec2StopInstances,
  ec2TerminateInstances,
  rdsFailoverDbCluster,
  rdsRebootDbInstances,
  lambdaInvocationAddDelay,
  lambdaInvocationError,
  lambdaInvocationHttpIntegrationResponse,
  networkDisruptConnectivity,
  ssmStartAutomationExecution,
  arcStartZonalAutoshift,
  fisWait,
]

/** The actions by id. */
export const actions = tableOf(Object.fromEntries(list.map((it) => [it.id, it])))
