import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { documentName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { type TestGateway, testGateway } from '../gateway/fixture.ts'
import { lastRun } from './execution.ts'
import { ssm } from './ssm.ts'

const { table: TableName, partitionKey } = cloudcafe.resources['active-orders']
const document = documentName(cloudcafe, 'throttle-table')
let it: TestGateway
let dynamodb: DynamoDBClient
beforeEach(async () => {
  it = await testGateway()
  dynamodb = new DynamoDBClient({ ...it.config, maxAttempts: 1 })
})
afterEach(async () => {
  dynamodb.destroy()
  await it.stop()
  it.remove()
})

const automationsOf = (world: TestGateway) => ssm(world.ctx, () => world.config.endpoint).automations
const put = () =>
  dynamodb.send(new PutItemCommand({ TableName, Item: { [partitionKey]: { S: 'o-1' } } })).then(
    () => 'taken',
    (error: Error) => error.name,
  )
const ofMany = async () => new Set(await Promise.all(Array.from({ length: 30 }, put)))

test('writes to the table are refused while it is held, and taken when it has ended', async () => {
  const runs = automationsOf(it)
  const { id } = runs.start({ document, parameters: { TableName, Duration: 'PT20S' } })
  while (!lastRun(runs.find(id), 'hold')) await put()
  expect(await ofMany()).toContain('ThrottlingException')
  const ended = await runs.ended(id)
  expect(ended.failure).toBeUndefined()
  expect(ended.status).toBe('Success')
  expect(await ofMany()).toEqual(new Set(['taken']))
})

test('a start after a crash takes the limit away', async () => {
  const runs = automationsOf(it)
  const { id } = runs.start({ document, parameters: { TableName, Duration: 'PT12H' } })
  while (!lastRun(runs.find(id), 'hold')) await put()
  const after = automationsOf(it)
  expect(await after.recover()).toMatchObject([{ execution: id, problem: null }])
  expect(after.find(id).status).toBe('Cancelled')
  expect(await ofMany()).toEqual(new Set(['taken']))
})

test('a table that is not there is left alone', async () => {
  const runs = automationsOf(it)
  const { id } = runs.start({ document, parameters: { TableName: 'nowhere', Duration: 'PT1M' } })
  expect(await runs.ended(id)).toMatchObject({ status: 'Failed', steps: [{ name: 'billedByRequest' }] })
})
