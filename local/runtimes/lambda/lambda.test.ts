import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lambdaRuntime } from '../lambda.ts'
import { testContext } from './fixtures/context.ts'
import type { LambdaRuntime } from './runtime.ts'
import { Throttled } from './types.ts'

const HANDLER = `
const started = Date.now()
let count = 0
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
export const handler = async (event, context) => {
  count += 1
  if (event.log) console.log(event.log)
  if (event.sleep) await sleep(event.sleep)
  if (event.throw) throw new RangeError(event.throw)
  if (event.exit !== undefined) process.exit(event.exit)
  return { count, started, pid: process.pid, id: context.awsRequestId, left: context.getRemainingTimeInMillis(), echo: event }
}`
const SHORT = 'notifier'

let world: ReturnType<typeof testContext>
let lambda: LambdaRuntime
const call = async (payload: object, id = SHORT) => {
  const outcome = await lambda.invoke(id, JSON.stringify(payload))
  return { ...outcome, body: JSON.parse(outcome.payload) }
}

beforeEach(async () => {
  const { cloudcafe } = await import('../../../model/systems/cloudcafe/index.ts')
  const notifier = {
    ...cloudcafe.workloads.notifier,
    timeoutSeconds: 2,
    reservedConcurrency: 3,
    coldStartMs: 10,
  }
  world = testContext({ ...cloudcafe, workloads: { ...cloudcafe.workloads, notifier }, flows: {} })
  const path = world.bundle('echo', HANDLER)
  lambda = lambdaRuntime(world.ctx, {
    environment: () => ({ GREETING: 'hello' }),
    bundle: () => path,
    awsEndpoint: 'http://127.0.0.1:1',
  })
  await lambda.start()
})
afterEach(async () => {
  await lambda.stop()
  world.remove()
})

const said = () => world.events.filter(({ part }) => part === SHORT)

test('an invocation runs in a process of its own; the next one finds it warm', async () => {
  const first = await call({ a: 1 })
  const second = await call({ a: 2 })
  expect(first.failed).toBe(false)
  expect(first.body).toMatchObject({ count: 1, echo: { a: 1 }, id: first.report.requestId })
  expect(first.body.pid).not.toBe(process.pid)
  expect(second.body).toMatchObject({ count: 2, pid: first.body.pid })
  expect(first.report.initMs).toBeGreaterThan(0)
  expect(second.report.initMs).toBeNull()
})

test('invocations at once run one in each environment', async () => {
  const all = await Promise.all([1, 2, 3].map(() => call({ sleep: 1200 })))
  expect(new Set(all.map((it) => it.body.pid)).size).toBe(3)
  expect(lambda.instances().filter((it) => it.functionId === SHORT)).toHaveLength(3)
})

test('past the reserved concurrency an invocation is throttled, and counted', async () => {
  const running = [1, 2, 3].map(() => call({ sleep: 200 }))
  await expect(call({})).rejects.toThrow(Throttled)
  await Promise.all(running)
  await lambda.stop()
  expect(world.sum('Throttles')).toBe(1)
  expect(world.sum('Invocations')).toBe(3)
  expect(
    Math.max(...world.metrics.filter((m) => m.name === 'ConcurrentExecutions').map((m) => m.value)),
  ).toBe(3)
})

test("an error of the handler is the invocation's, and its environment goes on", async () => {
  const bad = await call({ throw: 'no milk' })
  expect(bad).toMatchObject({ failed: true, body: { errorType: 'RangeError', errorMessage: 'no milk' } })
  expect((await call({})).body.count).toBe(2)
})

test('a timeout ends the environment, and the next invocation is cold', async () => {
  const first = await call({})
  const late = await call({ sleep: 60_000 })
  expect(late.body.errorType).toBe('Sandbox.Timedout')
  expect(late.body.errorMessage).toContain('Task timed out after 2.00 seconds')
  const next = await call({})
  expect(next.body.pid).not.toBe(first.body.pid)
  expect(next.report.initMs).toBeGreaterThan(0)
  expect(said().map((it) => it.what)).toEqual(['invocation timed out, and its environment is ended'])
})

test('a hung environment costs the invocation that it gets its timeout, and is ended and told of', async () => {
  const { body } = await call({})
  process.kill(body.pid, 'SIGSTOP')
  expect((await call({})).body.errorType).toBe('Sandbox.Timedout')
  expect((await call({})).body.pid).not.toBe(body.pid)
  expect(said()).toMatchObject([{ detail: { pid: body.pid } }])
})

test('the end of an idle environment that nobody asked for is told', async () => {
  const { body } = await call({})
  process.kill(body.pid, 'SIGKILL')
  await vi.waitFor(() =>
    expect(said()).toMatchObject([{ what: 'environment ended', detail: { pid: body.pid } }]),
  )
  await lambda.stop()
  expect(said()).toHaveLength(1)
})

test('a crash is an error of that invocation alone', async () => {
  const crashed = await call({ exit: 7 })
  expect(crashed.body).toMatchObject({ errorType: 'Runtime.ExitError' })
  expect(crashed.body.errorMessage).toContain('exit status 7')
  expect((await call({})).failed).toBe(false)
})

test('kill -9 of an environment fails what it ran and nothing else', async () => {
  const [victim, other] = [call({ sleep: 1000 }), call({ sleep: 1000 })]
  await vi.waitFor(() => expect(lambda.instances().filter((it) => it.state === 'busy')).toHaveLength(2), 5000)
  process.kill(lambda.instances()[0]!.pid!, 'SIGKILL')
  const ends = await Promise.all([victim, other])
  expect(ends.map((it) => it.failed).sort()).toEqual([false, true])
})

test('a bundle that cannot load fails the invocation with its reason', async () => {
  const path = world.bundle('broken', 'throw new Error("no beans in the grinder")')
  const broken = lambdaRuntime(world.ctx, {
    environment: () => ({}),
    bundle: () => path,
    awsEndpoint: 'http://127.0.0.1:1',
  })
  await broken.start()
  const outcome = await broken.invoke(SHORT, '{}')
  await broken.stop()
  expect(outcome.failed).toBe(true)
  expect(outcome.payload).toContain('no beans in the grinder')
})

test('the log has START, END and REPORT with the init duration', async () => {
  const { report, logTail } = await call({ log: 'one latte' })
  const tail = await logTail()
  for (const part of ['START RequestId', 'one latte', 'END RequestId', 'Init Duration:'])
    expect(tail).toContain(part)
  const log = world.ctx.processes.logOf(`${SHORT}-1`)
  await vi.waitFor(
    () => expect(readFileSync(log, 'utf8')).toContain(`REPORT RequestId: ${report.requestId}`),
    5000,
  )
})

test('idle environments are reclaimed, and recycle makes the next start cold', async () => {
  await call({})
  await lambda.recycle(SHORT)
  expect((await call({})).report.initMs).toBeGreaterThan(0)
})

test('faults delay, fail and replace invocations while they are on, and leave nothing', async () => {
  const delay = lambda.faults.add(SHORT, { kind: 'delay', percent: 100, delayMs: 300 })
  expect((await call({})).report.durationMs).toBeGreaterThan(290)
  delay.remove()
  const error = lambda.faults.add(SHORT, { kind: 'error', percent: 100, preventExecution: true })
  expect((await call({})).body.errorType).toBe('Fault')
  error.remove()
  const body = '{"tea":true}'
  const replace = lambda.faults.add(SHORT, {
    kind: 'response',
    percent: 100,
    payload: body,
    preventExecution: false,
  })
  expect((await call({})).payload).toBe(body)
  replace.remove()
  expect((await call({})).body.count).toBe(3)
  expect([delay, error, replace].map((it) => it.fired())).toEqual([1, 1, 1])
  expect(lambda.faults.of(SHORT)).toEqual([])
})

test('a delay and an error both hit; of two answers the older counts', async () => {
  const delay = lambda.faults.add(SHORT, { kind: 'delay', percent: 100, delayMs: 300 })
  const error = lambda.faults.add(SHORT, { kind: 'error', percent: 100, preventExecution: false })
  const younger = { kind: 'response', percent: 100, payload: '{}', preventExecution: true } as const
  const replace = lambda.faults.add(SHORT, younger)
  const { report, body } = await call({})
  expect(report.durationMs).toBeGreaterThan(290)
  expect(body.errorType).toBe('Fault')
  expect([delay, error, replace].map((it) => it.fired())).toEqual([1, 1, 0])
  error.remove()
  expect((await call({})).payload).toBe('{}')
})

test('a delay beyond the timeout is a timeout', async () => {
  lambda.faults.add(SHORT, { kind: 'delay', percent: 100, delayMs: 60_000 })
  expect((await call({})).body.errorType).toBe('Sandbox.Timedout')
})

test('a throttled event comes back and runs', async () => {
  const running = [1, 2, 3].map(() => call({ sleep: 300 }))
  const end = await lambda.offer(SHORT, '{"late":1}').end
  await Promise.all(running)
  expect(end.throttles).toBeGreaterThan(0)
  expect(JSON.parse(end.outcome!.payload).echo).toEqual({ late: 1 })
})
