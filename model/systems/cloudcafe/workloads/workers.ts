import type { Workload } from '../../../kinds.ts'
import { resources } from '../resources.ts'
import { health, rolling, tags } from './defaults.ts'

/** What consumes streams, and answers nobody but health checks. */
export const workers = {
  analytics: {
    kind: 'worker',
    on: 'ec2',
    title: 'Analytics worker',
    source: 'workers/cloudcafe/analytics',
    vcpu: 2,
    memoryMiB: 8192,
    instanceType: 't3.large',
    port: 8080,
    health,
    scaling: { on: 'none', min: 1, max: 1 },
    rollout: rolling,
    provisioningSeconds: 120,
    stopTimeoutSeconds: 30,
    uses: [
      { id: 'analytics-events', access: 'read' },
      { id: 'analytics-leases', access: 'readwrite', calls: ['Scan', 'PutItem', 'UpdateItem'] },
      {
        id: 'redshift',
        access: 'readwrite',
        calls: ['ExecuteStatement', 'BatchExecuteStatement', 'GetStatementResult', 'CancelStatement'],
      },
      { id: 'facts-dlq', access: 'write' },
    ],
    stress: {
      path: '/stress/query-storm',
      title: 'Query Storm',
      // of the cluster's CPU, not of the worker's
      cpuPercent: resources.redshift.queryCpuPercent,
      seconds: 180,
      size: 500,
      unit: 'queries',
      resultRows: 100_000,
      diskMiB: 2400,
      metric: 'QueryStormCPU',
    },
    metrics: [
      { namespace: 'CloudCafe/Analytics', name: 'QueryStormCPU', unit: 'Percent' },
      { namespace: 'CloudCafe/Analytics', name: 'WindowsLoaded', unit: 'Count' },
    ],
    logGroup: '/ec2/cloudcafe-analytics-worker',
    tags: tags('analytics'),
  },
} as const satisfies Record<string, Workload>
