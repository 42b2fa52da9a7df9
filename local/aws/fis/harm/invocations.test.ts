import { afterEach, beforeEach, expect, test } from 'vitest'
import { experimentOf } from '../../../../chaos/experiments/index.ts'
import { templateOf } from '../../../../chaos/experiments/template.ts'
import { functionArn } from '../../../../model/names.ts'
import { cloudcafe } from '../../../../model/systems/cloudcafe/index.ts'
import { testContext } from '../../../runtimes/lambda/fixtures/context.ts'
import type { LambdaRuntime } from '../../../runtimes/lambda/runtime.ts'
import { lambdaRuntime } from '../../../runtimes/lambda.ts'
import { testClient } from '../fixture/client.ts'
import { type TestWorld, testWorld } from '../fixture/world.ts'
import { undoJournal } from '../undo-journal.ts'

const COUNTS = 'let count = 0; export const handler = async () => ({ count: ++count })'
const PROCESSOR = 'payment-processor'

let place: ReturnType<typeof testContext>
let lambda: LambdaRuntime
let it: TestWorld
let fis: ReturnType<typeof testClient>
beforeEach(async () => {
  place = testContext({ ...cloudcafe, flows: {} })
  const path = place.bundle('counts', COUNTS)
  lambda = lambdaRuntime(place.ctx, {
    environment: () => ({}),
    bundle: () => path,
    awsEndpoint: 'http://127.0.0.1:1',
  })
  await lambda.start()
  it = await testWorld({ functionFaults: lambda.faults })
  fis = testClient(it.client)
})
afterEach(async () => {
  await it.close()
  await lambda.stop()
  place.remove()
})

const invoke = async (id = PROCESSOR) => {
  const outcome = await lambda.invoke(id, '{}')
  return { ...outcome, body: JSON.parse(outcome.payload) }
}
const targets = {
  one: {
    resourceType: 'aws:lambda:function',
    selectionMode: 'ALL',
    resourceTags: { Service: PROCESSOR, ChaosReady: 'true' },
  },
}
const onIt = (action: string, parameters: Record<string, string>) => ({
  targets,
  actions: {
    hit: {
      actionId: `aws:lambda:invocation-${action}`,
      targets: { Functions: 'one' },
      parameters: { duration: 'PT12H', ...parameters },
    },
  },
})
const stopped = async (id: string) => {
  await fis.stop(id)
  return fis.ended(id)
}

test('invocations start late while a delay is on, those of other functions do not', async () => {
  await invoke()
  const id = await fis.start(onIt('add-delay', { startupDelayMilliseconds: '1500' }))
  await fis.running(id, 'hit')
  expect((await invoke()).report.durationMs).toBeGreaterThanOrEqual(1490)
  await invoke('notifier')
  expect(lambda.faults.of('notifier')).toEqual([])
  expect(undoJournal(it.cloud.state).pending()).toHaveLength(1)
  expect((await stopped(id)).state!.status).toBe('stopped')
  expect(undoJournal(it.cloud.state).pending()).toEqual([])
  expect(it.api.verdicts(id)).toEqual([
    {
      action: 'hit',
      actionId: 'aws:lambda:invocation-add-delay',
      target: functionArn(cloudcafe, PROCESSOR),
      landed: { ok: true, evidence: 'delay on 1 of its invocations' },
      clean: { ok: true, evidence: 'new invocations are hit no more' },
    },
  ])
})

test('an invocation is failed after its work is done, or before it', async () => {
  const after = await fis.start(onIt('error', { preventExecution: 'false' }))
  await fis.running(after, 'hit')
  expect(await invoke()).toMatchObject({ failed: true, body: { errorType: 'Fault' } })
  await stopped(after)
  expect((await invoke()).body).toEqual({ count: 2 })
  const before = await fis.start(onIt('error', { preventExecution: 'true' }))
  await fis.running(before, 'hit')
  expect((await invoke()).failed).toBe(true)
  await stopped(before)
  expect((await invoke()).body).toEqual({ count: 3 })
})

test('an invocation is answered as HTTP understands it', async () => {
  const asked = { preventExecution: 'true', statusCode: '503', contentTypeHeader: 'text/plain' }
  const id = await fis.start(onIt('http-integration-response', asked))
  await fis.running(id, 'hit')
  expect(await invoke()).toMatchObject({
    failed: false,
    body: { statusCode: 503, headers: { 'Content-Type': 'text/plain' }, body: '' },
  })
  await stopped(id)
})

test('a share of the invocations is hit, and the metric of errors tells which', async () => {
  const id = await fis.start(onIt('error', { preventExecution: 'true', invocationPercentage: '50' }))
  await fis.running(id, 'hit')
  const all = await Promise.all(Array.from({ length: 60 }, () => invoke()))
  const failed = all.filter((one) => one.failed).length
  await stopped(id)
  expect(failed).toBeGreaterThan(0)
  expect(failed).toBeLessThan(60)
  expect(it.api.verdicts(id)[0]!.landed.evidence).toBe(`error on ${failed} of its invocations`)
  await lambda.stop()
  expect(place.sum('Errors')).toBe(failed)
})

test('what hit nothing has not landed, and is gone all the same', async () => {
  const id = await fis.start(templateOf(experimentOf('cloudcafe', 'payment-delay')))
  expect((await fis.ended(id)).state!.status).toBe('completed')
  expect(it.api.verdicts(id)[0]).toMatchObject({
    landed: { ok: false, evidence: 'no invocation was hit' },
    clean: { ok: true },
  })
  expect(lambda.faults.of(PROCESSOR)).toEqual([])
})

test('a version that is not there is no target', async () => {
  const { one } = targets
  const versioned = { one: { ...one, parameters: { functionQualifier: '7' } } }
  const id = await fis.start({ ...onIt('error', { preventExecution: 'true' }), targets: versioned })
  expect((await fis.ended(id)).state!.reason).toBe('Target resolution returned empty set')
})

test.each([
  ['add-delay', { startupDelayMilliseconds: '900001' }, /startupDelayMilliseconds.*0 to 900000/],
  ['add-delay', { invocationPercentage: '0' }, /invocationPercentage.*1 to 100/],
  ['error', {}, /Missing required parameter "preventExecution"/],
  ['http-integration-response', { preventExecution: 'true', statusCode: '1000' }, /statusCode.*0 to 999/],
])('%s with %j is refused', async (action, parameters, message) => {
  await expect(fis.create(onIt(action, parameters))).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(message),
  })
})
