import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentName, resourceName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { type ComputeWorld, computeWorld } from '../fixture/compute.ts'
import { ssm } from './ssm.ts'

const document = documentName(cloudcafe, 'fail-over-shard')
const ClusterName = resourceName(cloudcafe, 'memorydb')
let world: ComputeWorld
beforeAll(async () => {
  world = await computeWorld()
  await world.estate.engines.of('memorydb').start()
})
afterAll(async () => {
  await world.estate.engines.of('memorydb').stop()
  await world.close()
})
const run = async (ShardName: string) => {
  const all = ssm({ ...world.estate, timeScale: 10 }, () => world.aws.url).automations
  return all.ended(all.start({ document, parameters: { ClusterName, ShardName } }).id)
}

test('the primary is another process after it, and has what it acknowledged', async () => {
  const engine = world.estate.engines.of('memorydb')
  const before = engine.processes()
  const redis = new Redis(engine.endpoint().port, engine.endpoint().host)
  redis.on('error', () => undefined)
  await redis.set('kept', '1')
  const ended = await run('0001')
  expect(ended.failure).toBeUndefined()
  expect(engine.processes()[0]!.pid).not.toBe(before[0]!.pid)
  expect(await redis.get('kept')).toBe('1')
  redis.disconnect()
})

test('a shard that is not there is left alone', async () => {
  expect((await run('0007')).failure).toMatch(/ShardNotFoundFault/)
})
