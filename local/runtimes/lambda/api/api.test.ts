import {
  DeleteFunctionConcurrencyCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listener } from '../../../aws/gateway/listener.ts'
import { lambdaRuntime } from '../../lambda.ts'
import { testContext } from '../fixtures/context.ts'
import type { LambdaRuntime } from '../runtime.ts'

const HANDLER = `export const handler = async (event) => {
  console.log('said', event.say)
  if (event.throw) throw new Error(event.throw)
  return { heard: event.say ?? null }
}`
const NAME = 'cloudcafe-notifier'
const world = testContext()
let lambda: LambdaRuntime
let front: ReturnType<typeof listener>
let client: LambdaClient

const runtime = () =>
  lambdaRuntime(world.ctx, {
    environment: () => ({}),
    bundle: () => world.bundle('api', HANDLER),
    awsEndpoint: 'http://127.0.0.1:1',
  })
beforeAll(async () => {
  lambda = runtime()
  await lambda.start()
  front = listener((request) => lambda.service.handle(request))
  const endpoint = `http://127.0.0.1:${await front.start(0)}`
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  client = new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
})
afterAll(async () => {
  client.destroy()
  await front.stop()
  await lambda.stop()
  world.remove()
})

const invoke = (payload: unknown, more: Partial<InvokeCommand['input']> = {}) =>
  client.send(new InvokeCommand({ FunctionName: NAME, Payload: JSON.stringify(payload), ...more }))

test.each([
  NAME,
  `${NAME}:$LATEST`,
  `000000000001:function:${NAME}`,
  `arn:aws:lambda:us-east-1:000000000001:function:${NAME}`,
])('Invoke answers by %s', async (FunctionName) => {
  const { StatusCode, Payload, FunctionError, ExecutedVersion } = await invoke(
    { say: 'latte' },
    { FunctionName },
  )
  expect(StatusCode).toBe(200)
  expect(FunctionError).toBeUndefined()
  expect(ExecutedVersion).toBe('$LATEST')
  expect(JSON.parse(Buffer.from(Payload!).toString())).toEqual({ heard: 'latte' })
})

test('an error of the handler is a 200 with FunctionError and the log tail', async () => {
  const { StatusCode, FunctionError, Payload, LogResult } = await invoke(
    { say: 'x', throw: 'spilt' },
    { LogType: 'Tail' },
  )
  expect([StatusCode, FunctionError]).toEqual([200, 'Unhandled'])
  expect(JSON.parse(Buffer.from(Payload!).toString())).toMatchObject({
    errorType: 'Error',
    errorMessage: 'spilt',
  })
  const tail = Buffer.from(LogResult!, 'base64').toString()
  for (const part of ['START RequestId', 'said x', 'REPORT RequestId']) expect(tail).toContain(part)
})

test('Event is taken with 202 and runs; DryRun is 204 and does not', async () => {
  const seen: string[] = []
  const end = lambda.onReport((report) => seen.push(report.requestId))
  const dry = await invoke({}, { InvocationType: 'DryRun' })
  const event = await invoke({ say: 'later' }, { InvocationType: 'Event' })
  expect([dry.StatusCode, event.StatusCode]).toEqual([204, 202])
  await vi.waitFor(() => expect(seen).toEqual([event.$metadata.requestId]), 10_000)
  end()
})

test('errors have the names of AWS', async () => {
  await expect(invoke({}, { FunctionName: 'nobody' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: expect.stringContaining('function:nobody'),
  })
  await expect(invoke({}, { Payload: 'no json' })).rejects.toMatchObject({
    name: 'InvalidRequestContentException',
  })
  await expect(invoke({}, { InvocationType: 'Maybe' as 'Event' })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
  })
})

test('functions are shown with what the model says of them', async () => {
  const { Functions } = await client.send(new ListFunctionsCommand({}))
  expect(Functions!.map((it) => it.FunctionName)).toContain(NAME)
  const { Configuration, Tags, Concurrency } = await client.send(
    new GetFunctionCommand({ FunctionName: NAME }),
  )
  expect(Configuration).toMatchObject({ MemorySize: 256, Timeout: 30, State: 'Active' })
  expect(Tags).toMatchObject({ ChaosReady: 'true' })
  expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 10 })
})

test('reserved concurrency of 0 throttles all; it outlives a restart; deleting it frees the function', async () => {
  const FunctionName = NAME
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }))
  await expect(invoke({})).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
  })
  expect(runtime().concurrency.reserved('notifier')).toBe(0)
  await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
  const { ReservedConcurrentExecutions } = await client.send(
    new GetFunctionConcurrencyCommand({ FunctionName }),
  )
  expect(ReservedConcurrentExecutions).toBeUndefined()
  expect((await invoke({})).StatusCode).toBe(200)
  const tooMuch = new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 900 })
  await expect(client.send(tooMuch)).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
})

test('event source mappings follow the flows, and can be switched off and on', async () => {
  const { EventSourceMappings } = await client.send(new ListEventSourceMappingsCommand({}))
  expect(EventSourceMappings!.map((it) => it.EventSourceArn).sort()).toEqual([
    expect.stringMatching(/^arn:aws:dynamodb:.*table\/store-inventory\/stream\//),
    'arn:aws:sqs:us-east-1:000000000001:notification-queue',
    'arn:aws:sqs:us-east-1:000000000001:payment-processing-queue.fifo',
  ])
  const of = new ListEventSourceMappingsCommand({ FunctionName: 'cloudcafe-payment-processor' })
  const [mapping] = (await client.send(of)).EventSourceMappings!
  expect(mapping).toMatchObject({
    BatchSize: 10,
    State: 'Enabled',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  })
  const { UUID } = mapping!
  const stateOf = async () => (await client.send(new GetEventSourceMappingCommand({ UUID }))).State
  const off = await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }))
  expect(off.State).toBe('Disabling')
  expect(await stateOf()).toBe('Disabled')
  await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }))
  expect(await stateOf()).toBe('Enabled')
  await expect(
    client.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 5 })),
  ).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringContaining('BatchSize'),
  })
})
