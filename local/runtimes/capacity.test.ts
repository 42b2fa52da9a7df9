import { afterEach, expect, test } from 'vitest'
import { platform } from '../../model/platform.ts'
import { backoffSeconds } from './backoff.ts'
import { capacity } from './capacity.ts'
import { healthy, live, systemWith, type TestCloud, testCloud, until } from './fixture/cloud.ts'

let cloud: TestCloud | null = null
afterEach(async () => {
  await cloud?.close()
  cloud = null
})

test('copies of all runtimes share the cores, and the memory that is free', () => {
  const byCores = capacity(2, () => 100_000)
  byCores.join(() => 10)
  byCores.join(() => 5)
  expect(byCores.room()).toEqual({
    copies: 2 * platform.copiesPerCore - 15,
    limit: `2 cores take ${2 * platform.copiesPerCore} copies`,
  })
  const { copies, limit } = capacity(64, () => platform.reserveMiB + 2.5 * platform.copyMiB).room()
  expect(copies).toBe(2)
  expect(limit).toContain('MiB of memory are free')
  expect(capacity(64, () => 0).room().copies).toBe(0)
})

test('a scale-out beyond the machine is held back and said once; the minimum always runs', async () => {
  cloud = await testCloud(systemWith({ order: { provisioningSeconds: 1 } }))
  const small = capacity(3 / platform.copiesPerCore, () => 100_000)
  const ecs = cloud.run('ecs', { capacity: small })
  await ecs.start()
  ecs.setDesired('order', 8)
  ecs.setDesired('order', 8)
  await until(() => healthy(ecs).length === 3)
  expect(ecs.desired('order')).toBe(3)
  expect(live(ecs)).toHaveLength(3)
  const said = cloud.events.filter((it) => it.what === 'held back by this machine')
  expect(said).toEqual([
    {
      part: 'order',
      what: 'held back by this machine',
      detail: { wanted: 8, granted: 3, limit: expect.any(String) },
    },
  ])
})

test('a crash loop waits twice as long each time, up to five minutes of AWS', () => {
  expect([1, 2, 3, 4, 10, 100].map(backoffSeconds)).toEqual([0, 10, 20, 40, 300, 300])
})
