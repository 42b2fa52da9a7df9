import { LambdaClient } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LambdaWorld, lambdaWorld } from '../../local/runtimes/lambda/fixtures/world.ts'
import { functionName } from '../../model/names.ts'
import { workloads } from '../../model/systems/cloudcafe/workloads.ts'
import { type AvalancheCount, avalanche } from './avalanche.ts'
import { avalancheResult, avalancheText } from './avalanche-result.ts'
import { runAvalanche } from './avalanche-run.ts'

const ID = 'payment-processor'
const RESERVED = 4
const workload = workloads[ID]
let world: LambdaWorld

beforeAll(async () => {
  world = await lambdaWorld()
  await world.lambda.start()
  world.lambda.concurrency.reserve(ID, RESERVED)
})
afterAll(() => world.stop())

const environments = () => world.lambda.instances().filter((it) => it.functionId === ID)
const options = (signal: AbortSignal, tell: () => void = () => undefined) => ({
  system: world.ctx.system,
  endpoint: world.config.endpoint,
  id: ID,
  workload,
  stress: workload.stress,
  token: 'test-token',
  // forty invocations
  timeScale: workload.stress.size / 40,
  seconds: 600,
  signal,
  tell,
})

test('the reserved run, the rest is throttled and comes back, all start cold, and no payment is made', async () => {
  const before = (await world.provider.ledger()).length
  await world.lambda.invoke(ID, JSON.stringify({ Records: [] }))
  const warm = environments().map((it) => it.id)
  expect(warm).toHaveLength(1)
  const ended = await runAvalanche(options(new AbortController().signal))
  expect(ended).toMatchObject({ offered: 40, completed: 40, failed: 0, called_off: 0, stopped: false })
  expect(ended.throttles).toBeGreaterThan(0)
  expect(world.sum('Throttles')).toBe(ended.throttles)
  expect(ended.cold_starts).toBeGreaterThan(0)
  expect(ended.cold_starts).toBeLessThanOrEqual(RESERVED)
  const peaks = world.metrics.filter((it) => it.name === 'ConcurrentExecutions').map((it) => it.value)
  expect(Math.max(...peaks)).toBe(RESERVED)
  expect(environments().map((it) => it.id)).not.toContain(warm[0])
  expect(ended.met).toBe(ended.duration_ms.p99 <= workload.stress.p99DurationMs)
  expect(world.lines.some((line) => line.includes('_aws') && line.includes('ColdStartDuration'))).toBe(true)
  expect(await world.provider.ledger()).toHaveLength(before)
})

test('what has not begun is called off at the signal', async () => {
  const calling = new AbortController()
  const running = runAvalanche(options(calling.signal))
  setTimeout(() => calling.abort(), 300)
  const ended = await running
  expect(ended.stopped).toBe(true)
  expect(ended.called_off).toBeGreaterThan(0)
  expect(ended.completed + ended.failed + ended.called_off).toBe(ended.offered)
})

test('with another token each is refused, and the target is not met', async () => {
  const count: AvalancheCount = { throttles: 0, answers: [] }
  const client = new LambdaClient({ ...world.config, maxAttempts: 1 })
  const functionName_ = functionName(world.ctx.system, ID)
  const { signal } = new AbortController()
  await avalanche({ client, functionName: functionName_, token: 'guess', invocations: 2, signal, count })
  client.destroy()
  const run = { offered: 2, count, seconds: 1, peak: 1, stopped: false }
  const ended = avalancheResult({ id: ID, workload, stress: workload.stress }, run)
  expect(ended).toMatchObject({ completed: 0, failed: 2, met: false })
  expect(avalancheText(ended)).toContain('NOT met')
})
