import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { GetFunctionConcurrencyCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { experimentOf } from '../../../chaos/experiments/index.ts'
import { templateOf } from '../../../chaos/experiments/template.ts'
import { documentArn, functionName } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { testClient } from './fixture/client.ts'
import { type TestWorld, testWorld } from './fixture/world.ts'
import { recover } from './recover.ts'
import { undoJournal } from './undo-journal.ts'

const FUNCTION = functionName(cloudcafe, 'payment-processor')
const { reservedConcurrency } = cloudcafe.workloads['payment-processor']
const throttle = templateOf(experimentOf('cloudcafe', 'payment-throttle'))

/** The reserved concurrency as whoever calls the API sees it. */
async function reserved({ url }: TestWorld): Promise<number | undefined> {
  const client = new LambdaClient({
    endpoint: url,
    region: cloudcafe.region,
    credentials: platform.credentials,
  })
  const command = new GetFunctionConcurrencyCommand({ FunctionName: FUNCTION })
  return (await client.send(command)).ReservedConcurrentExecutions
}
const withParameters = (parameters: Record<string, string>) => ({
  actions: { run: { actionId: 'aws:ssm:start-automation-execution', parameters } },
})

describe('a document of ours', () => {
  let it: TestWorld
  let fis: ReturnType<typeof testClient>
  beforeEach(async () => {
    it = await testWorld()
    fis = testClient(it.client)
  })
  afterEach(() => it.close())

  const throttled = async () => {
    while (!it.automations.all().some(({ steps }) => steps.some((step) => step.name === 'hold')))
      await sleep(5)
    expect(await reserved(it)).toBe(0)
  }

  test('puts its fault in place, and takes it away at its end', async () => {
    const id = await fis.start(throttle)
    await throttled()
    expect(undoJournal(it.cloud.state).pending()).toMatchObject([{ experiment: id }])
    const { state } = await fis.ended(id)
    expect(state, state?.reason).toMatchObject({ status: 'completed' })
    expect(await reserved(it)).toBe(reservedConcurrency)
    expect(it.api.verdicts(id)).toMatchObject([
      {
        target: documentArn(cloudcafe, 'throttle-function'),
        landed: { ok: true, evidence: expect.stringContaining('is 0') },
        clean: { ok: true, evidence: expect.stringContaining(`is ${reservedConcurrency}`) },
      },
    ])
    expect(undoJournal(it.cloud.state).pending()).toEqual([])
  })

  test('puts back what was there, and not what the model says', async () => {
    it.functions.concurrency.reserve('payment-processor', 7)
    await fis.ended(await fis.start(throttle))
    expect(await reserved(it)).toBe(7)
  })

  test.each([
    ['stopped', (id: string) => fis.stop(id)],
    ['halted by its stop condition', async () => it.alarms.set('high-error-rate', 'ALARM')],
  ])('undoes it when the experiment is %s', async (_how, end) => {
    const id = await fis.start(throttle)
    await throttled()
    await end(id)
    expect((await fis.ended(id)).state?.status).toBe('stopped')
    expect(await reserved(it)).toBe(reservedConcurrency)
    expect(it.api.verdicts(id)).toMatchObject([{ landed: { ok: true }, clean: { ok: true } }])
    expect(it.automations.all()).toMatchObject([{ status: 'Cancelled' }])
  })

  test('undoes it when it takes longer than it may, and fails', async () => {
    const { documentParameters } = throttle.actions!.throttle!.parameters!
    const long = { ...JSON.parse(documentParameters!), Duration: 'PT12H' }
    const parameters = {
      documentArn: documentArn(cloudcafe, 'throttle-function'),
      documentParameters: JSON.stringify(long),
      maxDuration: 'PT1M',
    }
    const { state } = await fis.ended(await fis.start(withParameters(parameters)))
    expect(state).toMatchObject({ status: 'failed', reason: expect.stringMatching(/longer than 60 s/) })
    expect(await reserved(it)).toBe(reservedConcurrency)
  })

  test('changes nothing where there is nothing to put back', async () => {
    it.functions.concurrency.reserve('payment-processor', null)
    const { state } = await fis.ended(await fis.start(throttle))
    expect(state).toMatchObject({ status: 'failed', reason: expect.stringMatching(/remember failed/) })
    expect(await reserved(it)).toBeUndefined()
  })

  test.each([
    [{ documentArn: 'arn:aws:ssm:us-east-1:0:document/x' }, /Missing required parameter "maxDuration"/],
    [{ documentArn: 'x', maxDuration: 'PT30S' }, /"maxDuration".*from 60 to/],
    [{ documentArn: 'x', maxDuration: 'PT5M', documentParameters: '{"a":1}' }, /"documentParameters".*JSON/],
    [{ documentArn: 'x', maxDuration: 'PT5M', functionName: 'f' }, /Unexpected parameter "functionName"/],
  ])('parameters %j are refused', async (parameters, message) => {
    await expect(fis.create(withParameters(parameters as Record<string, string>))).rejects.toThrow(message)
  })

  test.each([
    ['no-such-document', '{}', /does not exist/],
    ['throttle-function', '{"FunctionName":"x"}', /Parameter Duration is missing/],
    ['throttle-function', '{"FunctionName":"x","Duration":"PT5M"}', /Function not found/],
  ])('document %s with %s fails the action', async (document, documentParameters, message) => {
    const parameters = {
      documentArn: documentArn(cloudcafe, document),
      documentParameters,
      maxDuration: 'PT5M',
    }
    const { state } = await fis.ended(await fis.start(withParameters(parameters)))
    expect(state).toMatchObject({ status: 'failed', reason: expect.stringMatching(message) })
  })
})

test('after kill -9 of the executor, recover and the next start take the fault away', async () => {
  const state = mkdtempSync(join(tmpdir(), 'fis-'))
  const program = join(import.meta.dirname, 'fixture/crash-automation.ts')
  const child = execa(process.execPath, [program, state], { reject: false })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  process.kill(child.pid!, 'SIGKILL')
  await child
  expect(await recover(state)).toMatchObject([{ action: 'throttle', problem: null }])

  const it = await testWorld({ state })
  expect(await reserved(it)).toBe(0)
  expect(await it.automations.recover()).toMatchObject([{ problem: null }])
  expect(await reserved(it)).toBe(reservedConcurrency)
  expect(it.automations.all()).toMatchObject([{ status: 'Cancelled' }])
  await it.close()
})
