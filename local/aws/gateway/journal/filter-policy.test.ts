import {
  CreateTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns'
import { CreateQueueCommand, PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueArn, queueUrl } from '../../../../model/names.ts'
import { SECRET_HEADER } from '../../../engines/emulated.ts'
import { type TestGateway, testGateway } from '../fixture.ts'
import { passes } from './filter-policy.ts'

test.each([
  [{ a: ['x'] }, { a: 'x' }, true],
  [{ a: ['x'] }, {}, false],
  [{ a: ['x', 'y'], b: ['z'] }, { a: 'y', b: 'z' }, true],
  [{ a: ['x'], b: ['z'] }, { a: 'x' }, false],
  [{ a: [{ prefix: 'ab' }] }, { a: 'abc' }, true],
  [{ a: [{ suffix: 'bc' }] }, { a: 'abd' }, false],
  [{ a: [{ 'anything-but': ['x'] }] }, { a: 'y' }, true],
  [{ a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'xy' }, false],
  [{ a: [{ 'equals-ignore-case': 'AB' }] }, { a: 'ab' }, true],
  [{ a: [{ wildcard: 'a*c.' }] }, { a: 'abbc.' }, true],
  [{ a: [{ exists: false }] }, { b: 'x' }, true],
  [{ a: [{ exists: true }] }, { b: 'x' }, false],
  [{ a: [{ exists: false }] }, {}, false],
  [{ a: [{ numeric: ['>', 1, '<=', 3] }] }, { a: '3' }, true],
  [{ a: [{ numeric: ['=', 2] }] }, { a: 'two' }, false],
  [{ a: [{ cidr: '10.0.0.0/24' }] }, { a: '10.0.0.255' }, true],
  [{ $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' }, true],
] as const)('%j lets %j through: %s', (policy, values, expected) => {
  const attributes = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  )
  expect(passes(JSON.stringify(policy), 'MessageAttributes', attributes, '')).toBe(expected)
})

test('a policy for the body looks into the JSON', () => {
  const policy = JSON.stringify({ order: { status: ['paid'] } })
  expect(passes(policy, 'MessageBody', {}, '{"order":{"status":"paid"}}')).toBe(true)
  expect(passes(policy, 'MessageBody', {}, 'no JSON')).toBe(false)
})

let gateway: TestGateway
beforeAll(async () => {
  gateway = await testGateway()
})
afterAll(async () => {
  await gateway.stop()
  gateway.remove()
})

const text = fc.constantFrom('a', 'ab', 'abc', 'b', '1', '2', '3')
const rule = fc.oneof(
  text,
  fc.record({ prefix: text }),
  fc.record({ suffix: text }),
  fc.record({ 'anything-but': fc.array(text, { minLength: 1, maxLength: 2 }) }),
  fc.record({ exists: fc.boolean() }),
  fc
    .tuple(fc.constantFrom('<', '>=', '='), fc.integer({ min: 0, max: 3 }))
    .map(([operator, n]) => ({ numeric: [operator, n] })),
)
const policy = fc.dictionary(fc.constantFrom('k', 'l'), fc.array(rule, { minLength: 1, maxLength: 2 }), {
  minKeys: 1,
})
const attributes = fc.dictionary(fc.constantFrom('k', 'l', 'm'), text)

test('the journal and the emulator agree on what a policy lets through', async () => {
  const sns = new SNSClient(gateway.config)
  const sqs = new SQSClient(gateway.config)
  const { system } = gateway.ctx
  const QueueUrl = queueUrl(system, 'filtered', gateway.config.endpoint)
  await sqs.send(new CreateQueueCommand({ QueueName: 'filtered' }))
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'filtered' }))
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: queueArn(system, 'filtered'),
      ReturnSubscriptionArn: true,
    }),
  )
  const delivered = async () => {
    const { host, port } = gateway.engine.endpoint()
    const answer = await fetch(`http://${host}:${port}/_ministack/sqs/messages?QueueUrl=${QueueUrl}`, {
      headers: { [SECRET_HEADER]: gateway.engine.secret },
    })
    return (await answer.text()).includes('Notification')
  }
  await fc.assert(
    fc.asyncProperty(policy, attributes, async (filter, values) => {
      const FilterPolicy = JSON.stringify(filter)
      await sns.send(
        new SetSubscriptionAttributesCommand({
          SubscriptionArn,
          AttributeName: 'FilterPolicy',
          AttributeValue: FilterPolicy,
        }),
      )
      const MessageAttributes = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
      )
      await sns.send(new PublishCommand({ TopicArn, Message: 'x', MessageAttributes }))
      expect(passes(FilterPolicy, 'MessageAttributes', MessageAttributes, 'x')).toBe(await delivered())
      await sqs.send(new PurgeQueueCommand({ QueueUrl }))
    }),
    { numRuns: 100 },
  )
})

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
test.each(NAMES)('the key %s of a policy is in a message that has it, and in no other', (name) => {
  const rules = JSON.stringify(Object.fromEntries([[name, ['x']]]))
  const named = Object.fromEntries([[name, { DataType: 'String', StringValue: 'x' }]])
  const other = { a: { DataType: 'String', StringValue: 'x' } }
  expect(passes(rules, 'MessageAttributes', named, '')).toBe(true)
  expect(passes(rules, 'MessageAttributes', other, '')).toBe(false)
  expect(passes(rules, 'MessageBody', {}, JSON.stringify(Object.fromEntries([[name, 'x']])))).toBe(true)
  expect(passes(rules, 'MessageBody', {}, '{"a":"x"}')).toBe(false)
})

const deep = (levels: number) => `${'{"a":'.repeat(levels)}["x"]${'}'.repeat(levels)}`
test('whatever policy and message are, a message passes or does not', () => {
  const json = fc.oneof(fc.json(), fc.string(), fc.constant(deep(50_000)))
  const list = { a: { DataType: 'String.Array', StringValue: 'no list' } }
  fc.assert(
    fc.property(json, json, (rules, message) => {
      for (const scope of ['MessageAttributes', 'MessageBody'] as const)
        expect([true, false]).toContain(passes(rules, scope, list, message))
    }),
  )
  expect(passes('{"a":[{"cidr":"nowhere/99"}]}', 'MessageBody', {}, '{"a":"10.0.0.1"}')).toBe(false)
})
