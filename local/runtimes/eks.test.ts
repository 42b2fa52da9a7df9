import { afterEach, expect, test } from 'vitest'
import { podLabels } from '../../model/names.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { ask, healthy, live, systemWith, type TestCloud, testCloud, until } from './fixture/cloud.ts'

let cloud: TestCloud
afterEach(() => cloud.close())
const said = (what: string) => cloud.events.filter((it) => it.what === what)

test('pods have the names and labels of a Deployment', async () => {
  cloud = await testCloud(systemWith({ inventory: {} }))
  const eks = cloud.run('eks')
  await eks.start()
  const pods = eks.copies('inventory')
  expect(pods).toHaveLength(3)
  const names = pods.map((pod) => pod.id.match(/^(inventory-[0-9a-f]{10})-[a-z0-9]{5}$/))
  expect(new Set(names.map((name) => name?.[1])).size).toBe(1)
  expect(new Set(pods.map((pod) => pod.zone)).size).toBe(3)
  expect(pods[0]!.tags).toMatchObject(podLabels(cloud.ctx.system, 'inventory'))
})

test('a pod whose process dies is restarted in place, and backs off when it dies again', async () => {
  cloud = await testCloud(systemWith({ inventory: {} }))
  const eks = cloud.run('eks')
  await eks.start()
  const [pod] = eks.copies('inventory')
  const kill = async () => {
    const before = pod!.pid!
    process.kill(before, 'SIGKILL')
    await until(() => pod!.healthy && pod!.pid !== before)
  }
  await kill()
  await kill()
  expect(eks.copies('inventory').map((it) => it.id)).toContain(pod!.id)
  expect(said('pod restarting').map((it) => it.detail!.waitSeconds)).toEqual([0, 10])
})

test('a deleted pod is replaced by another one of its ReplicaSet', async () => {
  cloud = await testCloud(systemWith({ inventory: { provisioningSeconds: 1 } }))
  const eks = cloud.run('eks')
  await eks.start()
  const [pod] = eks.copies('inventory')
  await eks.stopCopy(pod!.id, { hard: true, reason: 'deleted' })
  await until(() => healthy(eks).length === 3)
  const now = live(eks).map((it) => it.id)
  expect(now).not.toContain(pod!.id)
  expect(new Set(now.map((id) => id.slice(0, -6))).size).toBe(1)
})

test('readiness takes traffic away, liveness restarts', async () => {
  cloud = await testCloud(systemWith({ inventory: {} }))
  const eks = cloud.run('eks')
  await eks.start()
  const [unready, sick] = eks.copies('inventory')
  const pid = unready!.pid
  await ask(unready!, '/make-unready')
  await until(() => !unready!.healthy)
  await ask(sick!, '/make-sick')
  await ask(sick!, '/make-unready')
  await until(() => said('pod restarting').length > 0)
  await until(() => sick!.healthy)
  expect(said('pod restarting').map((it) => it.detail!.id)).toEqual([sick!.id])
  expect(unready).toMatchObject({ pid, healthy: false, state: 'running' })
})

test('a pod that hangs is found by its liveness, and is not given a grace period that it would sleep over', async () => {
  cloud = await testCloud(systemWith({ inventory: {} }))
  const since = performance.now()
  const eks = cloud.run('eks')
  await eks.start()
  const [pod] = eks.copies('inventory')
  const before = pod!.pid!
  process.kill(before, 'SIGSTOP')
  await until(() => pod!.healthy && pod!.pid !== before)
  expect(performance.now() - since).toBeLessThan(cloudcafe.workloads.inventory.stopTimeoutSeconds * 1000)
  expect(said('pod unhealthy')).toContainEqual(
    expect.objectContaining({ detail: expect.objectContaining({ id: pod!.id }) }),
  )
})

test('a pod cannot be stopped and kept', async () => {
  cloud = await testCloud(systemWith({ inventory: {} }))
  const eks = cloud.run('eks')
  await eks.start()
  const [pod] = eks.copies()
  await expect(eks.stopCopy(pod!.id, { hard: false, reason: 'x', replace: false })).rejects.toThrow(
    'a pod cannot',
  )
  await expect(eks.startCopy(pod!.id)).rejects.toThrow('is running, not stopped')
  await expect(eks.stopCopy('nobody', { hard: true, reason: 'x' })).rejects.toThrow("eks has no pod 'nobody'")
  expect(pod).toMatchObject({ healthy: true, state: 'running' })
})

test('publishes Container Insights, by service and by pod name', async () => {
  cloud = await testCloud(systemWith({ inventory: {} }))
  const eks = cloud.run('eks')
  await eks.start()
  await until(() =>
    cloud.metrics.some((it) => it.name === 'service_number_of_running_pods' && it.value === 3),
  )
  const place = { ClusterName: 'cloudcafe', Namespace: 'cloudcafe' }
  for (const dimensions of [
    { ...place, Service: 'inventory' },
    { ...place, PodName: 'inventory' },
  ])
    for (const name of ['pod_cpu_utilization', 'pod_memory_utilization'])
      expect(cloud.metrics).toContainEqual({ name, dimensions, value: expect.any(Number) })
})
