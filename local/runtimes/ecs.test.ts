import { afterEach, expect, test } from 'vitest'
import { arn, serviceName } from '../../model/names.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { ask, healthy, live, systemWith, type TestCloud, testCloud, until } from './fixture/cloud.ts'

let cloud: TestCloud
afterEach(() => cloud.close())

test('keeps a service at its desired number of tasks, each with an id, a zone and tags as on AWS', async () => {
  cloud = await testCloud(systemWith({ order: {} }))
  const ecs = cloud.run('ecs')
  await ecs.start()
  const tasks = ecs.copies('order')
  expect(tasks).toHaveLength(cloudcafe.workloads.order.scaling.min)
  expect(tasks.every((task) => task.healthy && task.state === 'running')).toBe(true)
  expect(new Set(tasks.map((task) => task.zone)).size).toBe(2)
  const [task] = tasks
  expect(task!.id).toMatch(/^[0-9a-f]{32}$/)
  expect(task!.arn).toBe(arn(cloud.ctx.system, 'ecs', `task/cloudcafe/${task!.id}`))
  expect(task!.tags).toMatchObject({
    Service: 'order',
    'aws:ecs:serviceName': serviceName(cloud.ctx.system, 'order'),
  })
  const env = JSON.parse(await ask(task!, '/env'))
  expect(env).toMatchObject({ CAFE_COPY_ID: task!.id, CAFE_WORKLOAD: 'order', PORT: String(task!.port) })
  expect(env.CAFE_ZONE).toBe(`us-east-1${task!.zone}`)
  expect(env.STRESS_PORT).toBeUndefined()
})

test('a stopped task drains, gets SIGTERM, and is replaced after the provisioning delay', async () => {
  cloud = await testCloud(systemWith({ order: { provisioningSeconds: 60 } }))
  const ecs = cloud.run('ecs')
  await ecs.start()
  const [victim] = ecs.copies('order')
  const stopping = ecs.stopCopy(victim!.id, { hard: false, reason: 'a drill' })
  expect(victim).toMatchObject({ state: 'draining', healthy: false, stopReason: 'a drill' })
  await stopping
  expect(ecs.copies('order').find((it) => it.id === victim!.id)).toMatchObject({
    state: 'stopped',
    pid: null,
  })
  await until(() => live(ecs).some((it) => it.state === 'provisioning'))
  await until(() => healthy(ecs).length === 2)
  expect(healthy(ecs).map((it) => it.id)).not.toContain(victim!.id)
  const provisioned = cloud.events.findIndex((it) => it.what === 'task provisioning')
  expect(cloud.events[provisioned]).toMatchObject({ part: 'order', detail: { id: expect.any(String) } })
})

test('a task that dies by kill -9 is seen by its exit and replaced', async () => {
  cloud = await testCloud(systemWith({ order: {} }))
  const ecs = cloud.run('ecs')
  await ecs.start()
  const [victim] = ecs.copies('order')
  process.kill(victim!.pid!, 'SIGKILL')
  await until(() => victim!.state === 'stopped')
  expect(victim!.stopReason).toContain('SIGKILL')
  await until(() => healthy(ecs).length === 2)
})

test('a task that is alive but not ready loses traffic and is kept; one that is not alive is replaced', async () => {
  cloud = await testCloud(systemWith({ order: {} }))
  const ecs = cloud.run('ecs')
  await ecs.start()
  const [unready, sick] = ecs.copies('order')
  await ask(unready!, '/make-unready')
  await until(() => !unready!.healthy)
  expect(unready!.state).toBe('running')
  await ask(unready!, '/make-ready')
  await until(() => unready!.healthy)

  await ask(sick!, '/make-sick')
  await ask(sick!, '/make-unready')
  await until(() => sick!.state === 'stopped')
  expect(sick!.stopReason).toContain('health checks')
  await until(() => healthy(ecs).length === 2)
  expect(healthy(ecs)).toContainEqual(expect.objectContaining({ id: unready!.id }))
})

test('a task finishes its requests before it ends', async () => {
  cloud = await testCloud(systemWith({ order: {} }))
  const ecs = cloud.run('ecs')
  await ecs.start()
  const [task] = ecs.copies('order')
  cloud.traffic.begin(task!.id)
  const answer = ask(task!, '/slow?ms=200').finally(() => cloud.traffic.end(task!.id))
  await ecs.stopCopy(task!.id, { hard: false, reason: 'a drill' })
  expect(await answer).toBe(task!.id)
})

test('follows the desired count out and in, the fullest zone first', async () => {
  cloud = await testCloud(systemWith({ order: {} }))
  const ecs = cloud.run('ecs')
  await ecs.start()
  ecs.setDesired('order', 4)
  await until(() => healthy(ecs).length === 4)
  ecs.setDesired('order', 3)
  await until(() => live(ecs).length === 3)
  expect(new Set(live(ecs).map((it) => it.zone)).size).toBe(3)
  expect(() => ecs.setDesired('order', -1)).toThrow('not a whole number')
  expect(() => ecs.setDesired('tea', 1)).toThrow("ecs does not run 'tea': it runs order")
})

test('a service that crashes at start says so, with its last words', async () => {
  cloud = await testCloud(systemWith({ broken: {} }))
  const ecs = cloud.run('ecs')
  await expect(ecs.start()).rejects.toThrow(/broken crashed 3 times in a row(.|\n)*no table called menu/)
  expect(cloud.events).toContainEqual(
    expect.objectContaining({
      what: 'backs off',
      detail: expect.objectContaining({ reason: expect.stringContaining('code 3') }),
    }),
  )
})

test('a roll replaces every task and never has fewer than desired', async () => {
  cloud = await testCloud(systemWith({ order: { provisioningSeconds: 1 } }))
  const ecs = cloud.run('ecs')
  await ecs.start()
  const before = ecs.copies('order').map((it) => it.id)
  let fewest = Number.POSITIVE_INFINITY
  const watching = setInterval(() => {
    fewest = Math.min(fewest, healthy(ecs).length)
  }, 5)
  await ecs.roll('order')
  clearInterval(watching)
  await until(() => live(ecs).length === 2)
  expect(fewest).toBeGreaterThanOrEqual(2)
  for (const task of live(ecs)) expect(before).not.toContain(task.id)
})

test('publishes what ECS and Container Insights publish', async () => {
  cloud = await testCloud(systemWith({ order: { vcpu: 1 } }))
  const ecs = cloud.run('ecs')
  await ecs.start()
  const [busy, idle] = ecs.copies('order')
  // on a machine that is busy itself one burst may get less than its share: burn again until it shows
  const burning = setInterval(() => void ask(busy!, '/burn?ms=700'), 800)
  await until(() => busy!.cpuPercent > 100).finally(() => clearInterval(burning))
  expect(idle!.cpuPercent).toBeLessThan(busy!.cpuPercent)
  const dimensions = { ClusterName: 'cloudcafe', ServiceName: 'cloudcafe-order' }
  for (const [name, value] of [
    ['RunningTaskCount', 2],
    ['DesiredTaskCount', 2],
    ['PendingTaskCount', 0],
  ] as const)
    expect(cloud.metrics).toContainEqual({ name, dimensions, value })
  expect(cloud.metrics.some((it) => it.name === 'CPUUtilization' && it.value > 100)).toBe(true)
  expect(cloud.metrics.some((it) => it.name === 'MemoryUtilization' && it.value > 0 && it.value < 100)).toBe(
    true,
  )
})

test('a roll whose new tasks do not come up is given up, and the old tasks go on', async () => {
  let version = 'good'
  cloud = await testCloud(systemWith({ order: { provisioningSeconds: 1 } }))
  const ecs = cloud.run('ecs', {
    environment: { of: async () => ({ CAFE_WORKLOAD: version === 'good' ? 'order' : 'broken' }) },
  })
  await ecs.start()
  const before = healthy(ecs).map((it) => it.id)
  version = 'bad'
  await expect(ecs.roll('order')).rejects.toThrow('no table called menu')
  await until(() => live(ecs).length === 2)
  expect(healthy(ecs).map((it) => it.id)).toEqual(before)
})
