import { execFile } from 'node:child_process'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localAuthorization } from '../../../lib/local-authorization.ts'
import { queueUrl } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import { venvProgram } from '../../engines/binaries.ts'
import { type TestGateway, testGateway } from './fixture.ts'

let gateway: TestGateway
let url: string
beforeAll(async () => {
  gateway = await testGateway()
  url = gateway.config.endpoint
})
afterAll(async () => {
  await gateway.stop()
  gateway.remove()
})

const caller = { ...platform.credentials, region: 'us-east-1' }
const signed = (service: string, key: string = caller.accessKeyId) => ({
  authorization: localAuthorization({ ...caller, accessKeyId: key }, service),
})
const listTables = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'DynamoDB_20120810.ListTables',
}
const query = 'application/x-www-form-urlencoded'

/** Sends a request whose target is written as it stands, with a host of its own where it is given. */
async function raw(target: string, headers: Readonly<Record<string, string>>, method = 'POST', body = '{}') {
  const port = Number(new URL(url).port)
  const all = {
    host: `127.0.0.1:${port}`,
    ...headers,
    'content-length': String(body.length),
    connection: 'close',
  }
  const socket = connect(port, platform.host)
  socket.write(
    [`${method} ${target} HTTP/1.1`, ...Object.entries(all).map((it) => it.join(': ')), '', body].join(
      '\r\n',
    ),
  )
  const answer = await text(socket)
  return { status: Number(answer.split(' ')[1]), answer }
}

describe('what is not signed', () => {
  test.each([
    ['JSON', listTables, '{}', /"__type":"MissingAuthenticationTokenException"/],
    ['a form', { 'content-type': query }, 'Action=ListQueues', /<Code>MissingAuthenticationToken<\/Code>/],
    [
      'REST',
      { 'content-type': 'application/json' },
      '{}',
      /x-amzn-errortype: MissingAuthenticationTokenException/,
    ],
    [
      'CBOR',
      { ...listTables, 'content-type': 'application/x-amz-cbor-1.1' },
      '',
      /MissingAuthenticationToken/,
    ],
    ['RPC with CBOR', { 'smithy-protocol': 'rpc-v2-cbor' }, '', /MissingAuthenticationToken/],
    ['plain text', { 'content-type': 'text/plain' }, '{}', /MissingAuthenticationToken/],
  ])('is refused, in the protocol of its caller: %s', async (_title, headers, body, refusal) => {
    for (const path of ['/', '/2015-03-31/functions', '/experiments']) {
      const { status, answer } = await raw(path, headers, 'POST', body)
      expect([status, answer]).toEqual([403, expect.stringMatching(refusal)])
    }
  })

  test.each([
    ['no algorithm', signed('dynamodb').authorization.replace('AWS4-HMAC-SHA256 ', '')],
    ['no signature', signed('dynamodb').authorization.replace(/, Signature=.*/, '')],
    ['no scope', 'AWS4-HMAC-SHA256 Credential=cafe, SignedHeaders=host, Signature=0'],
    ['another scheme', 'Basic Y2FmZTpjYWZl'],
  ])('or only half, is refused: %s', async (_title, authorization) => {
    const { status, answer } = await raw('/', { ...listTables, authorization })
    expect([status, answer]).toEqual([403, expect.stringContaining('IncompleteSignatureException')])
  })

  test('or by a stranger’s key, is refused', async () => {
    const { status, answer } = await raw('/', {
      ...listTables,
      ...signed('dynamodb', 'AKIAIOSFODNN7EXAMPLE'),
    })
    expect([status, answer]).toEqual([403, expect.stringContaining('UnrecognizedClientException')])
  })

  test('is how the aws command asks with --no-sign-request', async () => {
    const env = { ...process.env, AWS_DEFAULT_REGION: 'us-east-1' }
    const call = promisify(execFile)(
      'aws',
      ['--endpoint-url', url, '--no-sign-request', 'sqs', 'list-queues'],
      { env },
    )
    await expect(call).rejects.toThrow('MissingAuthenticationToken')
  })
})

test.each([
  ['a page of another port', { origin: 'http://127.0.0.1:3000' }],
  ['a page without an origin', { origin: 'null' }],
  ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
  ['an image of a page of another port', { 'sec-fetch-site': 'same-site' }],
  ['a rebound name', { host: 'evil.example:4566' }],
])('%s is refused though it is signed', async (_title, headers) => {
  const { status, answer } = await raw('/', { ...listTables, ...signed('dynamodb'), ...headers })
  expect([status, answer]).toEqual([403, expect.stringContaining('AccessDeniedException')])
  const [, scope = ''] = /Credential=([^,]+)/.exec(signed('sqs').authorization) ?? []
  const parameters = { 'X-Amz-Algorithm': 'AWS4-HMAC-SHA256', 'X-Amz-Credential': scope }
  const more = { 'X-Amz-SignedHeaders': 'host', 'X-Amz-Signature': '0', Action: 'ListQueues' }
  const presigned = `/?${new URLSearchParams({ ...parameters, ...more })}`
  expect((await raw(presigned, headers, 'GET', '')).status).toBe(403)
  expect((await raw(presigned, {}, 'GET', '')).status).toBe(200)
})

test('whether a page may ask is not answered, and no answer lets one in', async () => {
  expect(
    (await raw('/', { ...signed('dynamodb'), 'access-control-request-method': 'POST' }, 'OPTIONS')).status,
  ).toBe(403)
  const { status, answer } = await raw('/', { ...listTables, ...signed('dynamodb') })
  expect([status, answer]).toEqual([200, expect.not.stringMatching(/access-control-/i)])
})

test.each([
  '/_ministack/reset',
  '/%5fministack/reset',
  '/%5Fministack%2Freset',
  '/%255fministack/reset',
  '//_ministack/reset',
  '/./_ministack/reset',
  '/x/../_ministack/reset',
  '/x/%2e%2e/_ministack/reset',
  '/_localstack/health',
  '/%5flocalstack/health',
  '/health',
  '/_aws/execute-api/a/b',
  '/_aws/sqs/messages',
  '/_cloudcafe/anything',
  '/_alb/any',
  '/iceberg/v1/config',
  '/WriteGetObjectResponse',
  '/2015-03-31/functions',
  '/000000000001/queue/../x',
  '/1/queue',
  '/000000000001/queue/x',
  '/%',
  '*',
  'http://127.0.0.1/',
  'http://127.0.0.1/_ministack/reset',
  'http://evil.example/',
])('a path that no service has is not served, however it is written and signed: %s', async (path) => {
  const attempts = [
    ...['GET', 'POST'].map((method) => raw(path, { ...listTables, ...signed('dynamodb') }, method)),
    ...['sqs', 'sns', 'dynamodb'].map((service) => raw(path, signed(service))),
    raw(path, { ...signed('sqs'), 'content-type': query }, 'POST', 'Action=ListQueues'),
    raw(`${path}?Action=ListQueues`, signed('sqs'), 'GET', ''),
  ]
  for (const { status } of await Promise.all(attempts)) expect(status).toBe(404)
  // the reset is what most of these are after
  expect((await new DynamoDBClient(gateway.config).send(new ListTablesCommand({}))).TableNames).toContain(
    'active-orders',
  )
})

test('neither are those that are strange in HTTP/2', async () => {
  const session = connectHttp2(url)
  const statusOf = (path: string, more: object = {}) =>
    new Promise<number>((resolve, reject) => {
      const stream = session.request({
        ':path': path,
        ':method': 'POST',
        ...listTables,
        ...signed('dynamodb'),
        ...more,
      })
      stream.on('response', (headers) => resolve(headers[':status']!)).on('error', reject)
      stream.resume().end('{}')
    })
  for (const path of ['/%5fministack/reset', '//_ministack/reset', '/_localstack/health', '/health'])
    expect(await statusOf(path)).toBe(404)
  expect(await statusOf('/', { ':authority': 'evil.example' })).toBe(403)
  expect(await statusOf('/', { origin: 'http://127.0.0.1:1' })).toBe(403)
  expect(await statusOf('/')).toBe(200)
  session.close()
})

test.each([
  ['s3', 'GET', '/', 'NotImplemented'],
  ['lambda', 'POST', '/2015-03-31/functions', 'NotImplemented'],
  ['cloudformation', 'POST', '/', 'NotImplemented'],
  ['states', 'POST', '/', 'NotImplemented'],
  ['dynamodb', 'POST', '/2015-03-31/functions', 'NotFound|UnknownOperation'],
])('a service that the system does not need is refused by name: %s', async (service, method, path, code) => {
  const { answer, status } = await raw(path, signed(service), method)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(answer).toMatch(new RegExp(code))
})

test('a call reaches no other service than it is signed for', async () => {
  const target = 'AWSStepFunctions.CreateStateMachine'
  const { status, answer } = await raw('/', { ...listTables, ...signed('sqs'), 'x-amz-target': target })
  expect([status, answer]).toEqual([400, expect.stringContaining('UnknownOperationException')])
  const other = await raw('/', { ...signed('sqs'), ...listTables })
  expect(other.status).toBe(400)
  const both = await raw(
    '/?Action=DeleteQueue',
    { ...signed('sqs'), 'content-type': query },
    'POST',
    'Action=ListQueues',
  )
  expect([both.status, both.answer]).toEqual([400, expect.stringContaining('in both')])
})

describe('MiniStack itself', () => {
  const at = () => {
    const { host, port } = gateway.engine.endpoint()
    return `http://${host}:${port}`
  }
  test.each(['/', '/_ministack/reset', '/_ministack/health', '/health', '/2015-03-31/functions'])(
    'answers nobody who does not know its secret: %s',
    async (path) => {
      for (const headers of [{}, { 'x-cafe-secret': '' }, { 'x-cafe-secret': 'cafe' }]) {
        const answer = await fetch(at() + path, {
          method: 'POST',
          headers: { ...signed('dynamodb'), ...headers },
        })
        expect([answer.status, await answer.text()]).toEqual([403, ''])
        expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
      }
    },
  )

  test.each(['lambda', 'cloudformation', 'states', 's3', 'ecs', 'iam'])(
    'has no %s for the gateway either',
    async (name) => {
      const headers = { ...signed(name), 'x-cafe-secret': gateway.engine.secret }
      const paths = [
        '/',
        '/2015-03-31/functions',
        '/2015-03-31/functions/f/invocations',
        '/_ministack/config',
      ]
      for (const path of paths)
        expect(
          (await fetch(at() + path, { method: 'POST', headers, body: '{}' })).status,
        ).toBeGreaterThanOrEqual(400)
    },
  )
})

describe('callers that there are still get through', () => {
  const credentials = platform.credentials

  test('the SDK, over HTTP/1.1 and HTTP/2', async () => {
    for (const requestHandler of [new NodeHttpHandler(), new NodeHttp2Handler()]) {
      const client = new KinesisClient({ ...gateway.config, credentials, requestHandler })
      expect((await client.send(new ListStreamsCommand({}))).StreamNames).toContain('order-events')
      client.destroy()
    }
  })

  test('queues by their paths, secrets, and a body in pieces', async () => {
    const QueueUrl = queueUrl(gateway.ctx.system, 'notification-queue', url)
    const sqs = new SQSClient(gateway.config)
    await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 }))
    const received = await raw(
      `${new URL(QueueUrl).pathname}?Action=ReceiveMessage&WaitTimeSeconds=0`,
      signed('sqs'),
      'GET',
      '',
    )
    expect([received.status, received.answer]).toEqual([
      200,
      expect.stringContaining('ReceiveMessageResponse'),
    ])
    const secrets = new SecretsManagerClient(gateway.config)
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'none' }))).rejects.toThrow(/find/)
    const pieces = { body: new Blob(['{', '}']).stream(), duplex: 'half' }
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...listTables, ...signed('dynamodb') },
      ...pieces,
    })
    expect(answer.status).toBe(200)
  })

  test('botocore, which boto3 is made of', async () => {
    const python = venvProgram(gateway.ctx.root, 'ministack', 'bin/python3')
    const script =
      'import sys, botocore.session as s; c = s.get_session().create_client("sqs", "us-east-1", endpoint_url=sys.argv[1], ' +
      'aws_access_key_id="cafe", aws_secret_access_key="cafe"); print(len(c.list_queues()["QueueUrls"]))'
    const { stdout } = await promisify(execFile)(python, ['-c', script, url])
    expect(Number(stdout)).toBeGreaterThan(5)
  })
})
