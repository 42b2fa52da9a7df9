import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusterName, ecsClusterArn, ecsServiceArn, serviceName } from '../../../model/names.ts'
import { until } from '../../runtimes/fixture/cloud.ts'
import { type ComputeWorld, computeWorld } from '../fixture/compute.ts'
import type { Botocore } from '../fixture/endpoint.ts'

let world: ComputeWorld
let aws: Botocore
let cluster: string
let service: string
beforeAll(async () => {
  world = await computeWorld('order')
  aws = world.aws
  cluster = clusterName(world.estate.system)
  service = serviceName(world.estate.system, 'order')
})
afterAll(() => world.close())
const ecs = () => world.estate.runtimes.ecs

interface Task {
  readonly taskArn: string
  readonly lastStatus: string
  readonly startedAt?: string
  readonly startedBy: string
}
interface Service {
  readonly desiredCount: number
  readonly runningCount: number
  readonly deployments: readonly { readonly id: string; readonly rolloutState: string }[]
  readonly events: readonly { readonly message: string }[]
}
const list = async (input: object = {}) =>
  (await aws.call<{ taskArns: string[] }>('ecs', 'list_tasks', { cluster, ...input })).taskArns
const describe = async (tasks: readonly string[], input: object = {}) =>
  (await aws.call<{ tasks: Task[] }>('ecs', 'describe_tasks', { cluster, tasks, ...input })).tasks
const shown = async () =>
  (await aws.call<{ services: Service[] }>('ecs', 'describe_services', { cluster, services: [service] }))
    .services[0]!

test('the cluster and its service are listed and described with what runs', async () => {
  const { system } = world.estate
  expect(await aws.call('ecs', 'list_clusters')).toEqual({ clusterArns: [ecsClusterArn(system)] })
  const clusters = { clusters: [cluster, 'other'], include: ['STATISTICS', 'SETTINGS'] }
  expect(await aws.call('ecs', 'describe_clusters', clusters)).toMatchObject({
    clusters: [{ clusterName: cluster, status: 'ACTIVE', activeServicesCount: 1, runningTasksCount: 2 }],
    failures: [{ arn: expect.stringContaining('cluster/other'), reason: 'MISSING' }],
  })
  const serviceArn = ecsServiceArn(system, 'order')
  expect(await aws.call('ecs', 'list_services', { cluster })).toEqual({ serviceArns: [serviceArn] })
  const wanted = { cluster, services: [serviceArn, 'none'], include: ['TAGS'] }
  expect(await aws.call('ecs', 'describe_services', wanted)).toMatchObject({
    services: [
      {
        serviceName: service,
        ...{ desiredCount: 2, runningCount: 2, pendingCount: 0 },
        launchType: 'FARGATE',
        loadBalancers: [{ containerName: 'order', containerPort: 8080 }],
        deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 2 }],
        tags: expect.arrayContaining([{ key: 'Service', value: 'order' }]),
      },
    ],
    failures: [{ reason: 'MISSING' }],
  })
})

test('tasks are described as they run: zone, health, times, tags', async () => {
  const arns = await list({ serviceName: service })
  expect(arns.sort()).toEqual(
    ecs()
      .copies('order')
      .map((it) => it.arn)
      .sort(),
  )
  const [copy] = ecs().copies('order')
  const [task] = await describe([copy!.id], { include: ['TAGS'] })
  expect(task).toMatchObject({
    taskArn: copy!.arn,
    ...{ lastStatus: 'RUNNING', desiredStatus: 'RUNNING', healthStatus: 'HEALTHY' },
    availabilityZone: `us-east-1${copy!.zone}`,
    ...{ cpu: '1024', memory: '2048' },
    group: `service:${service}`,
    containers: [{ name: 'order', networkBindings: [{ hostPort: copy!.port }] }],
    tags: expect.arrayContaining([{ key: 'aws:ecs:serviceName', value: service }]),
  })
  expect(Date.parse(task!.startedAt!)).toBe(copy!.startedAt)
  expect(await aws.call('ecs', 'list_tags_for_resource', { resourceArn: copy!.arn })).toMatchObject({
    tags: expect.arrayContaining([{ key: 'Service', value: 'order' }]),
  })
})

test('a task definition names the env keys that the model derives', async () => {
  const { taskDefinition } = await aws.call<{ taskDefinition: { containerDefinitions: object[] } }>(
    'ecs',
    'describe_task_definition',
    { taskDefinition: service },
  )
  expect(taskDefinition).toMatchObject({ family: service, revision: 1, cpu: '1024', memory: '2048' })
  expect(taskDefinition.containerDefinitions[0]).toMatchObject({
    environment: expect.arrayContaining([{ name: 'AURORA_WRITER_URL' }, { name: 'MENU_URL' }]),
    logConfiguration: { options: { 'awslogs-group': '/ecs/cloudcafe-order-service' } },
  })
})

test('a stopped task ends with the reason given, is listed as stopped, and is replaced', async () => {
  const [victim] = await list()
  expect(await aws.call('ecs', 'stop_task', { cluster, task: victim, reason: 'a drill' })).toMatchObject({
    task: { taskArn: victim, desiredStatus: 'STOPPED', stoppedReason: 'a drill' },
  })
  await until(
    () =>
      ecs()
        .copies('order')
        .find((it) => it.arn === victim)?.state === 'stopped',
  )
  expect(await list({ desiredStatus: 'STOPPED' })).toContain(victim)
  const [task] = await describe([victim!])
  expect(task).toMatchObject({
    lastStatus: 'STOPPED',
    stoppedReason: 'a drill',
    stoppedAt: expect.any(String),
  })
  await until(
    () =>
      ecs()
        .copies('order')
        .filter((it) => it.healthy).length === 2,
  )
  expect(await list()).not.toContain(victim)
})

test('UpdateService changes the number of tasks', async () => {
  const update = { cluster, service, desiredCount: 3 }
  expect(await aws.call('ecs', 'update_service', update)).toMatchObject({ service: { desiredCount: 3 } })
  await until(
    () =>
      ecs()
        .copies('order')
        .filter((it) => it.healthy).length === 3,
  )
  expect(await shown()).toMatchObject({ desiredCount: 3, runningCount: 3, pendingCount: 0 })
  await aws.call('ecs', 'update_service', { ...update, desiredCount: 2 })
  await until(
    () =>
      ecs()
        .copies('order')
        .filter((it) => it.healthy).length === 2,
  )
})

test('forceNewDeployment replaces every task, under a deployment of its own', async () => {
  const before = await list()
  const [old] = (await shown()).deployments
  await aws.call('ecs', 'update_service', { cluster, service, forceNewDeployment: true })
  const during = (await shown()).deployments
  expect(during).toMatchObject([{ rolloutState: 'IN_PROGRESS' }, { id: old!.id }])
  const again = { cluster, service, forceNewDeployment: true }
  expect(await aws.refused('ecs', 'update_service', again)).toMatchObject({
    Code: 'InvalidParameterException',
  })
  let after = await shown()
  while (after.deployments.length > 1) after = await shown()
  expect(after.deployments).toMatchObject([{ id: during[0]!.id, rolloutState: 'COMPLETED' }])
  expect(after.events[0]!.message).toContain('deployment completed')
  const tasks = await describe(await list())
  expect(tasks.map((it) => it.startedBy)).toEqual(tasks.map(() => during[0]!.id))
  expect(tasks.filter((it) => before.includes(it.taskArn))).toEqual([])
})

test.each([
  ['the default cluster, which is not there', 'list_tasks', {}, 'ClusterNotFoundException'],
  [
    'an unknown service',
    'list_tasks',
    { cluster: 'cloudcafe', serviceName: 'x' },
    'ServiceNotFoundException',
  ],
  ['an unknown task', 'stop_task', { cluster: 'cloudcafe', task: 'x' }, 'InvalidParameterException'],
  ['an unknown definition', 'describe_task_definition', { taskDefinition: 'x' }, 'ClientException'],
  [
    'a parameter that is not served',
    'update_service',
    { cluster: 'cloudcafe', service: 'cloudcafe-order', platformVersion: '1.4.0' },
    'InvalidParameterException',
  ],
  ['an operation that is not served', 'list_task_definitions', {}, 'UnknownOperationException'],
  [
    'a token of nobody',
    'list_services',
    { cluster: 'cloudcafe', nextToken: 'x' },
    'InvalidParameterException',
  ],
])('%s is refused as AWS does', async (_, operation, input, code) => {
  expect(await aws.refused('ecs', operation, input)).toMatchObject({ Code: code, status: 400 })
})
