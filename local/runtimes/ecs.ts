import { arn, clusterName, serviceName } from '../../model/names.ts'
import { hexId } from './ids.ts'
import type { Platform } from './platforms.ts'
import { residentPercent } from './resident.ts'
import { targetTracking } from './scaling.ts'

/** ECS on Fargate: tasks of a service. */
export const ecs: Platform = {
  on: ['ecs'],
  noun: 'task',
  identity(system, workload) {
    const id = hexId(32)
    const tags = {
      'aws:ecs:clusterName': clusterName(system),
      'aws:ecs:serviceName': serviceName(system, workload),
    }
    return { id, arn: arn(system, 'ecs', `task/${clusterName(system)}/${id}`), tags }
  },
  crash: 'replace',
  sick: 'replace',
  drains: true,
  noticesStoppedAfter: null,
  scaler: targetTracking,
  publish(metrics, { system, workload, spec, desired, copies }) {
    const service = { ClusterName: clusterName(system), ServiceName: serviceName(system, workload) }
    const running = copies.filter(({ state }) => state === 'starting' || state === 'running')
    for (const copy of running) {
      metrics.put('AWS/ECS', 'CPUUtilization', service, copy.cpuPercent, 'Percent')
      metrics.put('AWS/ECS', 'MemoryUtilization', service, residentPercent(copy, spec), 'Percent')
    }
    const pending = copies.filter(({ state }) => state === 'provisioning')
    const count = (name: string, value: number) =>
      metrics.put('ECS/ContainerInsights', name, service, value, 'Count')
    count('RunningTaskCount', running.length)
    count('PendingTaskCount', pending.length)
    count('DesiredTaskCount', desired)
  },
}
