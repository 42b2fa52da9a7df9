import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import { encode } from 'cbor-x'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestGateway, testGateway } from '../gateway/fixture.ts'
import { cloudwatch } from './cloudwatch.ts'

let gateway: TestGateway
let client: CloudWatchClient
beforeAll(async () => {
  gateway = await testGateway()
  gateway.gateway.register(cloudwatch(gateway.ctx).service)
  client = new CloudWatchClient({ ...gateway.config, maxAttempts: 1 })
})
afterAll(async () => {
  client.destroy()
  await gateway.stop()
  gateway.remove()
})

/** Enough for every SDK to compress them. */
const data = (MetricName: string) =>
  Array.from({ length: 400 }, (_, n) => ({
    MetricName,
    Dimensions: [{ Name: 'Copy', Value: 'a-name-that-takes-some-room' }],
    Value: n,
    Unit: 'Count' as const,
  }))
const TOTAL = (399 * 400) / 2

async function sumOf(MetricName: string) {
  const { Datapoints = [] } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'Zip',
      MetricName,
      Dimensions: [{ Name: 'Copy', Value: 'a-name-that-takes-some-room' }],
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 3600,
      Statistics: ['Sum'],
    }),
  )
  return Datapoints.reduce((sum, it) => sum + it.Sum!, 0)
}

test('the JavaScript SDK puts 400 datapoints', async () => {
  await client.send(new PutMetricDataCommand({ Namespace: 'Zip', MetricData: data('js') }))
  expect(await sumOf('js')).toBe(TOTAL)
})

test('the aws command puts 400 datapoints', async () => {
  const values = ['--namespace', 'Zip', '--metric-data', JSON.stringify(data('cli'))]
  await promisify(execFile)('aws', ['cloudwatch', 'put-metric-data', ...values], {
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: gateway.config.endpoint,
      AWS_DEFAULT_REGION: gateway.config.region,
      AWS_ACCESS_KEY_ID: 'cafe',
      AWS_SECRET_ACCESS_KEY: 'x',
    },
  })
  expect(await sumOf('cli')).toBe(TOTAL)
})

const authorization =
  'AWS4-HMAC-SHA256 Credential=cafe/20260101/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0'
const input = (MetricName: string) => ({ Namespace: 'Zip', MetricData: data(MetricName) })
const form = (MetricName: string) => {
  const lines = data(MetricName).flatMap(({ Value, Dimensions: [dimension] }, n) => [
    [`MetricData.member.${n + 1}.MetricName`, MetricName],
    [`MetricData.member.${n + 1}.Value`, String(Value)],
    [`MetricData.member.${n + 1}.Dimensions.member.1.Name`, dimension!.Name],
    [`MetricData.member.${n + 1}.Dimensions.member.1.Value`, dimension!.Value],
  ])
  return new URLSearchParams([['Action', 'PutMetricData'], ['Namespace', 'Zip'], ...lines]).toString()
}
const JSON_HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData',
}
const CBOR_PATH = '/service/GraniteServiceVersion20100801/operation/PutMetricData'
const CBOR_HEADERS = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' }
const FORM_HEADERS = { 'content-type': 'application/x-www-form-urlencoded' }
const send = (path: string, headers: Record<string, string>, body: Uint8Array) =>
  fetch(`${gateway.config.endpoint}${path}`, {
    method: 'POST',
    headers: { 'content-encoding': 'gzip', ...headers, authorization },
    body: body as BodyInit,
  })

test.each([
  ['json', '/', JSON_HEADERS, () => JSON.stringify(input('json'))],
  ['cbor', CBOR_PATH, CBOR_HEADERS, () => encode(input('cbor'))],
  ['query', '/', FORM_HEADERS, () => form('query')],
])('a compressed body of %s is unpacked', async (name, path, headers, body) => {
  const response = await send(path, headers, gzipSync(body()))
  expect([response.status, await response.text()]).toEqual([200, expect.anything()])
  expect(await sumOf(name)).toBe(TOTAL)
})

const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 32))
test.each([
  ['json', '/', JSON_HEADERS, 'SerializationException'],
  ['cbor', CBOR_PATH, CBOR_HEADERS, 'SerializationException'],
  ['query', '/', FORM_HEADERS, 'MalformedInput'],
])('a body of %s that is no gzip, or too large a one, is refused', async (_, path, headers, code) => {
  for (const body of [bomb, Buffer.from('Action=ListMetrics')]) {
    const response = await send(path, headers, body)
    expect(response.status).toBe(400)
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toContain(code)
  }
  const { Metrics } = await client.send(new ListMetricsCommand({ Namespace: 'Bomb' }))
  expect(Metrics).toEqual([])
})

test.each(['deflate', 'br', 'gzip, gzip', 'aws-chunked'])(
  'a body in the encoding %s is refused by its name',
  async (encoding) => {
    const response = await send('/', { ...JSON_HEADERS, 'content-encoding': encoding }, gzipSync('{}'))
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        __type: 'SerializationException',
        message: expect.stringContaining(`'${encoding}' is not read here`),
      },
    ])
  },
)
