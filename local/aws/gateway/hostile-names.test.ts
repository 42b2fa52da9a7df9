import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestGateway, testGateway } from './fixture.ts'

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
let gateway: TestGateway
let database: DynamoDBClient
let queues: SQSClient
beforeAll(async () => {
  gateway = await testGateway()
  database = new DynamoDBClient({ ...gateway.config, maxAttempts: 1 })
  queues = new SQSClient({ ...gateway.config, maxAttempts: 1 })
})
afterAll(async () => {
  database.destroy()
  queues.destroy()
  await gateway.stop()
  gateway.remove()
})

const send = (service: string, headers: Record<string, string>, body: string | Uint8Array) =>
  fetch(gateway.config.endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=order/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      ...headers,
    },
    body: body as BodyInit,
  })
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

test('no field of a form reaches what every object has', async () => {
  for (const service of ['sqs', 'sns', 'ssm', 'sts', 'constructor'])
    for (const name of NAMES) {
      const fields = [`${name}.x=1`, `${name}.${name}.x=1`, `A.${name}.x=1`, `A.entry.1.Name=${name}`]
      await send(service, FORM, `Action=ListQueues&${fields.join('&')}`)
      await send(service, FORM, `Action=${name}&${fields.join('&')}`)
    }
  expect(Object.keys(Object.prototype)).toEqual([])
  expect('x' in {}).toBe(false)
})

test.each(NAMES)('a table, its key and an attribute may be called %s', async (TableName) => {
  await database.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    }),
  )
  const Key = { id: { S: 'a' } }
  const Item = { ...Key, ...Object.fromEntries([[TableName, { S: 'x' }]]) }
  await database.send(new PutItemCommand({ TableName, Item }))
  await database.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET n = :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
    }),
  )
  const { Item: found } = await database.send(new GetItemCommand({ TableName, Key }))
  expect(found).toMatchObject({ n: { N: '1' } })
})

test.each(NAMES)('a queue and an attribute of its messages may be called %s', async (QueueName) => {
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName }))
  const MessageAttributes = Object.fromEntries([[QueueName, { DataType: 'String', StringValue: 'x' }]])
  await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: 'tea', MessageAttributes }))
  const { Messages } = await queues.send(new ReceiveMessageCommand({ QueueUrl }))
  expect(Messages?.map((it) => it.Body)).toEqual(['tea'])
})

test('a body that cannot be read, or is nested without end, is the sender’s fault', async () => {
  const target = { 'x-amz-target': 'Kinesis_20131202.PutRecord' }
  const json = { 'content-type': 'application/x-amz-json-1.1', ...target }
  const cbor = { 'content-type': 'application/x-amz-cbor-1.1', ...target }
  const answers = await Promise.all([
    send('kinesis', json, '{'),
    send('kinesis', json, '[]'),
    send('kinesis', json, `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`),
    send('kinesis', cbor, Buffer.from('ff00', 'hex')),
    send('kinesis', cbor, Buffer.alloc(200_000, 0x81)),
  ])
  for (const answer of answers)
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('SerializationException'),
    ])
})
