import { Type } from 'typebox'
import { arn, clusterName, ecsClusterArn } from '../../../model/names.ts'
import { type Estate, runs, workloadsOn } from '../estate.ts'
import { type Operation, operation } from '../wire/service.ts'
import { include, isCluster, pageNamed, paging } from './scope.ts'

/** `ListClusters`, `DescribeClusters`: a system has one. */
export function clusterOperations(estate: Estate): Record<string, Operation> {
  const { system } = estate
  return {
    ListClusters: operation(paging, (input) => pageNamed('clusterArns', [ecsClusterArn(system)], input)),
    DescribeClusters: operation(
      {
        clusters: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })),
        ...include('ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS', 'TAGS'),
      },
      ({ clusters = ['default'], include: sections = [] }) => ({
        clusters: clusters.some((it) => isCluster(system, it)) ? [clusterOf(estate, sections)] : [],
        failures: clusters
          .filter((it) => !isCluster(system, it))
          .map((it) => ({
            arn: it.startsWith('arn:') ? it : arn(system, 'ecs', `cluster/${it}`),
            reason: 'MISSING',
          })),
      }),
    ),
  }
}

function clusterOf(estate: Estate, sections: readonly string[]) {
  const { system, runtimes } = estate
  const tasks = runtimes.ecs.copies()
  const running = tasks.filter(runs).length
  const pending = tasks.filter(({ state }) => state === 'provisioning').length
  const services = workloadsOn(estate, 'ecs').length
  const statistics = {
    runningFargateTasksCount: running,
    pendingFargateTasksCount: pending,
    activeFargateServiceCount: services,
  }
  return {
    clusterArn: ecsClusterArn(system),
    clusterName: clusterName(system),
    status: 'ACTIVE',
    registeredContainerInstancesCount: 0,
    runningTasksCount: running,
    pendingTasksCount: pending,
    activeServicesCount: services,
    capacityProviders: ['FARGATE'],
    defaultCapacityProviderStrategy: [],
    tags: [],
    settings: sections.includes('SETTINGS') ? [{ name: 'containerInsights', value: 'enabled' }] : [],
    statistics: sections.includes('STATISTICS')
      ? Object.entries(statistics).map(([name, value]) => ({ name, value: String(value) }))
      : [],
  }
}
