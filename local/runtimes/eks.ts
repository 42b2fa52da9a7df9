import { arn, clusterName, deploymentName, namespace, podLabels } from '../../model/names.ts'
import { podSuffix, replicaSet } from './ids.ts'
import type { Platform } from './platforms.ts'
import { residentPercent } from './resident.ts'
import { horizontalPodAutoscaler } from './scaling.ts'

/** EKS: pods of a Deployment, restarted in place by the kubelet and replaced by the ReplicaSet when deleted. */
export const eks: Platform = {
  on: ['eks'],
  noun: 'pod',
  identity(system, workload, generation) {
    const id = `${replicaSet(deploymentName(system, workload), generation)}-${podSuffix()}`
    const place = `pod/${clusterName(system)}/${namespace(system)}/${id}`
    return { id, arn: arn(system, 'eks', place), tags: podLabels(system, workload) }
  },
  crash: 'restart',
  sick: 'restart',
  drains: false,
  noticesStoppedAfter: null,
  scaler: horizontalPodAutoscaler,
  // each pod has a node's share to itself here: percent of the node and of the pod's limit are the same
  publish(metrics, { system, workload, spec, copies }) {
    const place = { ClusterName: clusterName(system), Namespace: namespace(system) }
    const service = { ...place, Service: deploymentName(system, workload) }
    const put = (name: string, value: number, unit: string) =>
      metrics.put('ContainerInsights', name, service, value, unit)
    const running = copies.filter(({ state }) => state === 'starting' || state === 'running')
    for (const copy of running) {
      const pod = { ...place, PodName: deploymentName(system, workload) }
      for (const dimensions of [service, pod]) {
        metrics.put('ContainerInsights', 'pod_cpu_utilization', dimensions, copy.cpuPercent, 'Percent')
        const memory = residentPercent(copy, spec)
        metrics.put('ContainerInsights', 'pod_memory_utilization', dimensions, memory, 'Percent')
      }
    }
    put('service_number_of_running_pods', running.length, 'Count')
  },
}
