import { tableOf } from '../../../../lib/own.ts'
import type { FisActionId } from '../../../../model/fis.ts'
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

/** What carries each action out; the compiler asks for a row when `model/fis.ts` gets another. */
const registry: { readonly [Id in FisActionId]: Action<Id> } = {
  'aws:ecs:stop-task': ecsStopTask,
  'aws:ecs:task-cpu-stress': ecsTaskCpuStress,
  'aws:ecs:task-network-latency': ecsTaskNetworkLatency,
  'aws:ecs:task-network-packet-loss': ecsTaskNetworkPacketLoss,
  'aws:ecs:task-network-blackhole-port': ecsTaskNetworkBlackholePort,
  'aws:eks:pod-delete': eksPodDelete,
  'aws:eks:pod-cpu-stress': eksPodCpuStress,
  'aws:eks:pod-network-latency': eksPodNetworkLatency,
  'aws:eks:pod-network-packet-loss': eksPodNetworkPacketLoss,
  'aws:eks:pod-network-blackhole-port': eksPodNetworkBlackholePort,
  'aws:eks:terminate-nodegroup-instances': eksTerminateNodegroupInstances,
  'aws:ec2:stop-instances': ec2StopInstances,
  'aws:ec2:terminate-instances': ec2TerminateInstances,
  'aws:rds:failover-db-cluster': rdsFailoverDbCluster,
  'aws:rds:reboot-db-instances': rdsRebootDbInstances,
  'aws:lambda:invocation-add-delay': lambdaInvocationAddDelay,
  'aws:lambda:invocation-error': lambdaInvocationError,
  'aws:lambda:invocation-http-integration-response': lambdaInvocationHttpIntegrationResponse,
  'aws:network:disrupt-connectivity': networkDisruptConnectivity,
  'aws:ssm:start-automation-execution': ssmStartAutomationExecution,
  'aws:arc:start-zonal-autoshift': arcStartZonalAutoshift,
  'aws:fis:wait': fisWait,
}

/** The actions by id, for ids from anywhere. */
export const actions = tableOf<Action>(registry)
