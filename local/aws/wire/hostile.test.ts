import { Encoder } from 'cbor-x'
import fc from 'fast-check'
import { Type } from 'typebox'
import { beforeEach, expect, test } from 'vitest'
import type { AwsRequest } from '../../types.ts'
import { problems } from './error.ts'
import type { ClientPackage } from './model.ts'
import { awsService, operation } from './service.ts'

const DEEP = 50_000
const { encode } = new Encoder({ useRecords: false, mapsAsObjects: false })
const INHERITED = Object.getOwnPropertyNames(Object.prototype).sort()
/** What the operations were given. */
let taken: unknown[] = []
beforeEach(() => {
  taken = []
})

/** A service of one operation that takes whatever its schema has. */
function serviceOf(client: () => Promise<ClientPackage>, name: string, members: readonly string[]) {
  const parameters = Object.fromEntries(members.map((it) => [it, Type.Optional(Type.Unknown())]))
  const take = operation(parameters, (input) => {
    taken.push(input)
    return {}
  })
  return awsService({
    signingName: 'x',
    client,
    problems: problems('ValidationException'),
    operations: { [name]: take },
  })
}
const cloudwatch = serviceOf(() => import('@aws-sdk/client-cloudwatch'), 'PutMetricData', [
  'Namespace',
  'MetricData',
])
const post = (headers: Record<string, string>, body: Uint8Array | string, url = '/'): AwsRequest => ({
  method: 'POST',
  url,
  headers,
  body: Buffer.from(body as string),
})

const mapOf = (it: unknown): unknown =>
  Array.isArray(it)
    ? it.map(mapOf)
    : it !== null && typeof it === 'object'
      ? new Map(Object.entries(it).map(([name, value]) => [name, mapOf(value)]))
      : it
const fieldsOf = (it: unknown, at: string): [string, string][] =>
  it === null || typeof it !== 'object'
    ? [[at, String(it)]]
    : Object.entries(it).flatMap(([name, value]) =>
        fieldsOf(value, at === '' ? name : `${at}.${Array.isArray(it) ? Number(name) + 1 : name}`),
      )
const form = (action: string, input: unknown) =>
  new URLSearchParams([['Action', action], ...fieldsOf(input, '')]).toString()

/** Each protocol: a service, how bytes are sent to it, an input as bytes, and one that is nested without end. */
const PROTOCOLS = {
  query: {
    service: serviceOf(() => import('@aws-sdk/client-rds'), 'DescribeDBClusters', ['Filters', 'Marker']),
    request: (body) => post({}, body),
    written: (input) => form('DescribeDBClusters', input),
    deep: `Action=DescribeDBClusters&${'Filters.'.repeat(DEEP)}x=1`,
  },
  ec2: {
    service: serviceOf(() => import('@aws-sdk/client-ec2'), 'DescribeInstances', ['Filters', 'NextToken']),
    request: (body) => post({}, body),
    written: (input) => form('DescribeInstances', input),
    deep: `Action=DescribeInstances&${'Filter.'.repeat(DEEP)}x=1`,
  },
  json: {
    service: serviceOf(() => import('@aws-sdk/client-ssm'), 'StartAutomationExecution', [
      'Parameters',
      'DocumentName',
    ]),
    request: (body) => post({ 'x-amz-target': 'AmazonSSM.StartAutomationExecution' }, body),
    written: (input) => JSON.stringify(input),
    deep: `{"Parameters":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`,
  },
  'json 1.0': {
    service: cloudwatch,
    request: (body) => post({ 'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData' }, body),
    written: (input) => JSON.stringify(input),
    deep: `{"MetricData":${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}}`,
  },
  'rest-json': {
    service: serviceOf(() => import('@aws-sdk/client-lambda'), 'UpdateFunctionConfiguration', [
      'FunctionName',
      'Environment',
      'Description',
    ]),
    request: (body) => ({
      ...post({}, body, '/2015-03-31/functions/__proto__/configuration'),
      method: 'PUT',
    }),
    written: (input) => JSON.stringify(input),
    deep: `{"Environment":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`,
  },
  cbor: {
    service: cloudwatch,
    request: (body) =>
      post(
        { 'smithy-protocol': 'rpc-v2-cbor' },
        body,
        '/service/GraniteServiceVersion20100801/operation/PutMetricData',
      ),
    written: (input) => encode(mapOf(input)),
    // {"MetricData": [[[…
    deep: Buffer.concat([Buffer.from('\xa1\x6aMetricData', 'latin1'), Buffer.alloc(DEEP, 0x81)]),
  },
} satisfies Record<
  string,
  {
    service: ReturnType<typeof serviceOf>
    request: (body: Uint8Array | string) => AwsRequest
    written: (input: unknown) => Uint8Array | string
    deep: Uint8Array | string
  }
>

const KEYS = [
  ...['__proto__', 'constructor', 'prototype', 'toString', '__type', 'then', '1', 'member', 'entry', 'x'],
  ...[
    'Filters',
    'Name',
    'Values',
    'Marker',
    'Filter',
    'MetricData',
    'Dimensions',
    'Parameters',
    'Environment',
  ],
]
const hostile = fc.letrec((tie) => ({
  it: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('it'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('it'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).it

/** Every object in it inherits what every object inherits, and nothing that was sent. */
function expectPlain(it: unknown) {
  if (it === null || typeof it !== 'object') return
  if (!Array.isArray(it) && !ArrayBuffer.isView(it) && !(it instanceof Date) && !(it instanceof Map))
    expect(Object.getPrototypeOf(it)).toBe(Object.prototype)
  for (const one of Object.values(it)) expectPlain(one)
}

const protocols = Object.entries(PROTOCOLS).map(([name, it]) => [name, it] as const)

test.each(protocols)('%s: names of the prototype are names, wherever they stand', (_, it) =>
  fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom(...KEYS), hostile, { noNullPrototype: true }),
      async (input) => {
        const { status, body } = await it.service.handle(it.request(it.written(input)))
        expect([200, 400]).toContain(status)
        expect(body.toString()).not.toContain('call stack')
        taken.splice(0).forEach(expectPlain)
        expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(INHERITED)
      },
    ),
  ),
)

test.each(protocols)('%s: whatever the bytes are, they are taken or refused as AWS refuses', (_, it) =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
      const { status } = await it.service.handle(it.request(bytes))
      expect([200, 400]).toContain(status)
    }),
  ),
)

test.each(protocols)('%s: what is nested without end is refused in those words', async (_, it) => {
  const { status, headers, body } = await it.service.handle(it.request(it.deep))
  expect(status).toBe(400)
  expect(body.toString()).toMatch(/levels of nesting|more than 30 parts/)
  expect(JSON.stringify([headers, body.toString()])).toMatch(/SerializationException|MalformedInput/)
  expect(taken).toEqual([])
})
