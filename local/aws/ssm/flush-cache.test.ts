import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentName, resourceName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { type ComputeWorld, computeWorld } from '../fixture/compute.ts'
import { lastRun } from './execution.ts'
import { ssm } from './ssm.ts'

const document = documentName(cloudcafe, 'flush-cache')
let world: ComputeWorld
beforeAll(async () => {
  world = await computeWorld()
  await world.estate.engines.of('elasticache').start()
})
afterAll(async () => {
  await world.estate.engines.of('elasticache').stop()
  await world.close()
})
const runs = () => ssm({ ...world.estate, timeScale: 10 }, () => world.aws.url).automations
const run = async (ReplicationGroupId: string) => {
  const all = runs()
  return all.ended(all.start({ document, parameters: { ReplicationGroupId } }).id)
}

test('the cache is another process after it, holds nothing, and takes entries again', async () => {
  const engine = world.estate.engines.of('elasticache')
  const before = engine.processes()
  const redis = new Redis(engine.endpoint().port, engine.endpoint().host)
  await redis.set('here', '1')
  const ended = await run(resourceName(cloudcafe, 'elasticache'))
  expect(ended.failure).toBeUndefined()
  expect(lastRun(ended, 'landed')?.outputs).toEqual({ Value: 'rebooting cluster nodes' })
  expect(lastRun(ended, 'clean')?.outputs).toEqual({ Value: 'available' })
  expect(engine.processes()).not.toEqual(before)
  expect(await redis.get('here')).toBeNull()
  expect(await redis.set('again', '1')).toBe('OK')
  redis.disconnect()
})

test('a group that is not there is left alone', async () => {
  const { steps, failure } = await run('of-someone-else')
  expect(steps.map((it) => it.name)).toEqual(['firstIsPrimary'])
  expect(failure).toMatch(/ReplicationGroupNotFoundFault/)
})
