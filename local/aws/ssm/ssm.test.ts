import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentContent, documentIds } from '../../../chaos/documents/index.ts'
import { documentName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { testContext } from '../../runtimes/lambda/fixtures/context.ts'
import { lambdaRuntime } from '../../runtimes/lambda.ts'
import { type Botocore, botocoreOn } from '../fixture/endpoint.ts'
import { contentFindings } from './content-shape.ts'
import { ssm } from './ssm.ts'

const OURS = documentName(cloudcafe, 'throttle-function')
const TIMES = 100
const place = testContext(cloudcafe, TIMES)
let aws: Botocore
beforeAll(async () => {
  const functions = lambdaRuntime(place.ctx, {
    environment: () => ({}),
    bundle: (id) => id,
    awsEndpoint: 'http://127.0.0.1:1',
  })
  aws = await botocoreOn([functions.service, ssm(place.ctx, () => aws.url).service])
})
afterAll(async () => {
  await aws.close()
  place.remove()
})

interface Run {
  readonly AutomationExecutionStatus: string
  readonly FailureMessage?: string
  readonly StepExecutions: readonly { readonly StepName: string; readonly StepStatus: string }[]
}
const get = async (id: string) =>
  (
    await aws.call<{ AutomationExecution: Run }>('ssm', 'get_automation_execution', {
      AutomationExecutionId: id,
    })
  ).AutomationExecution
const start = async (DocumentName: string, Parameters: Record<string, readonly string[]> = {}) => {
  const input = { DocumentName, Parameters }
  const { AutomationExecutionId } = await aws.call<{ AutomationExecutionId: string }>(
    'ssm',
    'start_automation_execution',
    input,
  )
  return AutomationExecutionId
}
const until = async (id: string, is: (it: Run) => boolean): Promise<Run> => {
  for (;;) {
    const it = await get(id)
    if (is(it)) return it
  }
}
const ended = (id: string) =>
  until(id, (it) => !['Pending', 'InProgress', 'Cancelling'].includes(it.AutomationExecutionStatus))
const create = (Name: string, content: unknown) =>
  aws.call('ssm', 'create_document', {
    Name,
    Content: JSON.stringify(content),
    DocumentType: 'Automation',
    DocumentFormat: 'JSON',
  })
const steps = ({ StepExecutions }: Run) =>
  StepExecutions.map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`)

const reserve = (FunctionName: string, ReservedConcurrentExecutions: unknown) => ({
  Service: 'lambda',
  Api: 'PutFunctionConcurrency',
  FunctionName,
  ReservedConcurrentExecutions,
})
const notifier = 'cloudcafe-notifier'
const call = (name: string, inputs: object, more: object = {}) => ({
  name,
  action: 'aws:executeAwsApi',
  inputs,
  ...more,
})

test('the documents of the system stand from the start, as Terraform makes them on AWS', async () => {
  const { Content } = await aws.call<{ Content: string }>('ssm', 'get_document', { Name: OURS })
  expect(JSON.parse(Content)).toEqual(documentContent(cloudcafe, 'throttle-function'))
  const { Document } = await aws.call<{ Document: { Parameters: readonly { Name: string }[] } }>(
    'ssm',
    'describe_document',
    { Name: OURS },
  )
  expect(Document.Parameters.map((it) => it.Name)).toEqual(['FunctionName', 'Duration'])
  const refused = await aws.refused('ssm', 'delete_document', { Name: OURS })
  expect(refused?.Code).toBe('InvalidDocumentOperation')
})

test.each(documentIds)('document %s has nothing that would be refused of a stranger', (id) => {
  expect(contentFindings(documentContent(cloudcafe, id))).toEqual([])
})

test('steps run in order, and one hands its output to the next', async () => {
  const id = await start(OURS, { FunctionName: [notifier], Duration: ['PT10S'] })
  const run = await ended(id)
  expect(run.FailureMessage).toBeUndefined()
  expect(steps(run)).toEqual(
    ['remember', 'throttle', 'landed', 'hold', 'restore', 'clean'].map((it) => `${it} Success`),
  )
  const list = await aws.call<{
    AutomationExecutionMetadataList: readonly { AutomationExecutionId: string }[]
  }>('ssm', 'describe_automation_executions')
  expect(list.AutomationExecutionMetadataList[0]!.AutomationExecutionId).toBe(id)
})

test('a cancelled automation turns to the step that its document names', async () => {
  const id = await start(OURS, { FunctionName: [notifier], Duration: ['PT12H'] })
  await until(id, (it) => it.StepExecutions.at(-1)?.StepName === 'hold')
  await aws.call('ssm', 'stop_automation_execution', { AutomationExecutionId: id })
  const run = await ended(id)
  expect(run.AutomationExecutionStatus).toBe('Cancelled')
  expect(steps(run).slice(-3)).toEqual(['hold Cancelled', 'restore Success', 'clean Success'])
  const again = await aws.refused('ssm', 'stop_automation_execution', { AutomationExecutionId: id })
  expect(again?.Code).toBe('InvalidAutomationStatusUpdateException')
})

test('a failed step turns to the step that it names, and the automation fails', async () => {
  await create('turns', {
    schemaVersion: '0.3',
    mainSteps: [
      call('breaks', reserve('no-such-function', 1), { onFailure: 'step:mends' }),
      call('skipped', reserve(notifier, 1)),
      call('mends', reserve(notifier, 50), { isEnd: true }),
      call('never', reserve(notifier, 2)),
    ],
  })
  const run = await ended(await start('turns'))
  expect(steps(run)).toEqual(['breaks Failed', 'mends Success'])
  expect(run).toMatchObject({
    AutomationExecutionStatus: 'Failed',
    FailureMessage: expect.stringMatching(/breaks.*not found/i),
  })
})

test('a step that is not critical may fail, and one may wait for a property', async () => {
  const asks = { Service: 'lambda', Api: 'GetFunctionConcurrency', FunctionName: notifier }
  const property = { ...asks, PropertySelector: '$.ReservedConcurrentExecutions', DesiredValues: ['3'] }
  const waits = { action: 'aws:waitForAwsResourceProperty', inputs: property, timeoutSeconds: 60 }
  await create('tolerant', {
    schemaVersion: '0.3',
    mainSteps: [
      call('breaks', reserve('no-such-function', 1), { onFailure: 'Continue', isCritical: false }),
      call('sets', reserve(notifier, 3)),
      { name: 'waits', ...waits },
    ],
  })
  const run = await ended(await start('tolerant'))
  expect(steps(run)).toEqual(['breaks Failed', 'sets Success', 'waits Success'])
  expect(run.AutomationExecutionStatus).toBe('Success')
})

test.each([
  ['{', /not JSON/],
  [{ schemaVersion: '2.2', mainSteps: [{}] }, /schemaVersion/],
  [{ schemaVersion: '0.3', mainSteps: [{ name: 'runs', action: 'aws:executeScript' }] }, /aws:executeAwsApi/],
  [
    { schemaVersion: '0.3', mainSteps: [call('goes', reserve(notifier, 1), { onCancel: 'step:nowhere' })] },
    /goes leads to nowhere/,
  ],
  [
    {
      schemaVersion: '0.3',
      mainSteps: [call('same', reserve(notifier, 1)), call('same', reserve(notifier, 1))],
    },
    /several steps with the name same/,
  ],
])('content %j is refused', async (content, message) => {
  const refused = await aws.refused('ssm', 'create_document', {
    Name: 'refused',
    Content: typeof content === 'string' ? content : JSON.stringify(content),
    DocumentType: 'Automation',
  })
  expect(refused).toMatchObject({
    Code: 'InvalidDocumentContent',
    Message: expect.stringMatching(message),
  })
})

test.each([
  [{ DocumentName: 'unknown' }, 'AutomationDefinitionNotFoundException'],
  [{ DocumentName: OURS, Parameters: { Function: ['x'] } }, 'InvalidAutomationExecutionParametersException'],
  [{ DocumentName: OURS, Parameters: { Duration: [] } }, 'InvalidAutomationExecutionParametersException'],
])('a start with %j is refused', async (input, code) => {
  expect((await aws.refused('ssm', 'start_automation_execution', input))?.Code).toBe(code)
})

test('an automation that is not there is none', async () => {
  const refused = await aws.refused('ssm', 'get_automation_execution', {
    AutomationExecutionId: '00000000-0000-0000-0000-000000000000',
  })
  expect(refused?.Code).toBe('AutomationExecutionNotFoundException')
})
