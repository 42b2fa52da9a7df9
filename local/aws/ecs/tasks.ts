import { Type } from 'typebox'
import {
  arn,
  clusterName,
  ecsClusterArn,
  serviceName,
  taskDefinitionArn,
  zoneName,
} from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import type { Copy } from '../../types.ts'
import { type Estate, inBackground, workloadsOn } from '../estate.ts'
import { type Operation, operation } from '../wire/service.ts'
import { lowerTagList } from '../wire/tags.ts'
import type { Deployments } from './deployments.ts'
import { cluster, include, invalid, needCluster, needService, pageNamed, paging } from './scope.ts'

const optional = Type.Optional
const UNASKED = 'Task stopped by user'

/** `ListTasks`, `DescribeTasks`, `StopTask`. */
export function taskOperations(estate: Estate, rollouts: Deployments): Record<string, Operation> {
  const { system, runtimes } = estate
  const find = (named: string) => runtimes.ecs.copies().find((it) => it.id === named.split('/').at(-1))
  return {
    ListTasks: operation(
      {
        ...cluster,
        ...paging,
        serviceName: optional(Type.String()),
        family: optional(Type.String()),
        launchType: optional(Type.Enum(['EC2', 'FARGATE', 'EXTERNAL'])),
        desiredStatus: optional(Type.Enum(['RUNNING', 'PENDING', 'STOPPED'])),
      },
      ({ cluster: named, serviceName: service, family, launchType, desiredStatus = 'RUNNING', ...page }) => {
        needCluster(system, named)
        const of = service === undefined ? undefined : needService(estate, service)[0]
        const tasks = runtimes.ecs
          .copies(of)
          .filter((it) => desiredStatusOf(it) === desiredStatus)
          .filter((it) => !family || serviceName(system, it.workload) === family)
          .filter(() => !launchType || launchType === 'FARGATE')
        return pageNamed(
          'taskArns',
          tasks.map((it) => it.arn),
          page,
        )
      },
    ),
    DescribeTasks: operation(
      { ...cluster, tasks: Type.Array(Type.String(), { minItems: 1, maxItems: 100 }), ...include('TAGS') },
      ({ cluster: named, tasks, include: sections = [] }) => {
        needCluster(system, named)
        const shown = tasks.flatMap((it) => find(it) ?? [])
        return {
          tasks: shown.map((it) => taskOf(estate, rollouts, it, sections.includes('TAGS'))),
          failures: tasks
            .filter((it) => !find(it))
            .map((it) => ({ arn: taskArnOf(estate, it), reason: 'MISSING' })),
        }
      },
    ),
    StopTask: operation(
      { ...cluster, task: Type.String(), reason: optional(Type.String({ maxLength: 1024 })) },
      ({ cluster: named, task, reason = UNASKED }) => {
        needCluster(system, named)
        const found = find(task)
        if (!found) throw invalid(`The referenced task was not found: '${task}'`)
        // AWS answers at once, with the task on its way down
        if (desiredStatusOf(found) === 'RUNNING')
          inBackground(estate, 'StopTask', runtimes.ecs.stopCopy(found.id, { hard: false, reason }))
        return { task: taskOf(estate, rollouts, find(task) ?? found, true) }
      },
    ),
  }
}

const taskArnOf = ({ system }: Estate, named: string): string =>
  named.startsWith('arn:') ? named : arn(system, 'ecs', `task/${clusterName(system)}/${named}`)

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
const LAST_STATUS: Readonly<Record<Copy['state'], string>> = {
  provisioning: 'PROVISIONING',
  starting: 'RUNNING',
  running: 'RUNNING',
  draining: 'DEACTIVATING',
  stopped: 'STOPPED',
}
const desiredStatusOf = ({ state }: Copy): 'RUNNING' | 'STOPPED' =>
  state === 'draining' || state === 'stopped' ? 'STOPPED' : 'RUNNING'
const healthOf = ({ state, healthy }: Copy): string =>
  state === 'running' ? (healthy ? 'HEALTHY' : 'UNHEALTHY') : 'UNKNOWN'

function taskOf(estate: Estate, rollouts: Deployments, task: Copy, tagged: boolean) {
  const { system } = estate
  const spec = workloadsOn(estate, 'ecs').find(([id]) => id === task.workload)![1]
  const size = { cpu: String(spec.vcpu * 1024), memory: String(spec.memoryMiB) }
  const status = { lastStatus: LAST_STATUS[task.state], healthStatus: healthOf(task) }
  const container = {
    ...status,
    ...size,
    containerArn: arn(system, 'ecs', `container/${clusterName(system)}/${task.id}/${task.workload}`),
    taskArn: task.arn,
    name: task.workload,
    image: spec.source,
    networkBindings: task.port
      ? [{ bindIP: platform.host, containerPort: task.port, hostPort: task.port, protocol: 'tcp' }]
      : [],
    networkInterfaces: [],
  }
  return {
    ...status,
    ...size,
    taskArn: task.arn,
    clusterArn: ecsClusterArn(system),
    taskDefinitionArn: taskDefinitionArn(system, task.workload),
    desiredStatus: desiredStatusOf(task),
    availabilityZone: zoneName(system, task.zone),
    group: `service:${serviceName(system, task.workload)}`,
    startedBy: rollouts.ofTask(task).id,
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    connectivity: 'CONNECTED',
    containers: [container],
    attachments: [],
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [] },
    enableExecuteCommand: false,
    version: 1,
    ...(task.state === 'provisioning' ? {} : { startedAt: new Date(task.startedAt) }),
    ...(task.stoppedAt ? { stoppedAt: new Date(task.stoppedAt) } : {}),
    ...(task.stopReason ? { stoppedReason: task.stopReason } : {}),
    tags: tagged ? lowerTagList(task.tags) : [],
  }
}
