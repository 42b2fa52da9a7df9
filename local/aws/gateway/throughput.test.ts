import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { type TestGateway, testGateway } from './fixture.ts'

const { table: TableName, partitionKey } = cloudcafe.resources['active-orders']
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

const Key = { [partitionKey]: { S: 'o-1' } }
const put = (name: string = TableName) => dynamodb.send(new PutItemCommand({ TableName: name, Item: Key }))
const get = () => dynamodb.send(new GetItemCommand({ TableName, Key }))
const limit = (MaxReadRequestUnits: number, MaxWriteRequestUnits: number) =>
  dynamodb.send(
    new UpdateTableCommand({ TableName, OnDemandThroughput: { MaxReadRequestUnits, MaxWriteRequestUnits } }),
  )
/** Calls until one is refused, or so many were not. */
const refusedWithin = async (calls: number, call: () => Promise<unknown>): Promise<string | null> => {
  for (let n = 0; n < calls; n += 1) {
    const name = await call().then(
      () => null,
      (error: Error) => error.name,
    )
    if (name) return name
  }
  return null
}

test('a table without a maximum refuses nobody; one with it does, and writes count apart from reads', async () => {
  expect(await refusedWithin(20, put)).toBeNull()
  await limit(-1, 1)
  expect(await refusedWithin(20, put)).toBe('ThrottlingException')
  expect(await refusedWithin(20, get)).toBeNull()
  const throttled = it.puts.filter((one) => one.name === 'ThrottledRequests' && one.dimensions.TableName)
  expect(throttled).toMatchObject([{ dimensions: { TableName, Operation: 'PutItem' } }])
})

test('other tables are not held to it, and it is gone with the maximum', async () => {
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'other',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: partitionKey, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
    }),
  )
  await limit(1, 1)
  expect(await refusedWithin(20, () => put('other'))).toBeNull()
  expect(await refusedWithin(20, put)).toBe('ThrottlingException')
  await limit(-1, -1)
  expect(await refusedWithin(20, put)).toBeNull()
})

test('what is refused comes through a while later', async () => {
  await limit(-1, 1)
  await refusedWithin(20, put)
  while ((await refusedWithin(1, put)) !== null) await sleep(50)
})

test('it holds after a crash of everything, as the table tells it', async () => {
  await limit(1, 1)
  const again = await it.again()
  const client = new DynamoDBClient({ ...again.config, maxAttempts: 1 })
  const { Table } = await client.send(new DescribeTableCommand({ TableName }))
  expect(Table?.OnDemandThroughput).toMatchObject({ MaxReadRequestUnits: 1, MaxWriteRequestUnits: 1 })
  const asked = () => client.send(new PutItemCommand({ TableName, Item: Key }))
  expect(await refusedWithin(20, asked)).toBe('ThrottlingException')
  client.destroy()
  it = again
})
