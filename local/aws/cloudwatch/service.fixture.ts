import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AwsQueryProtocol } from '@aws-sdk/core/protocols'
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor'
import type { AwsRequest, AwsResponse } from '../../types.ts'
import { unpacked } from '../wire/gzip.ts'
import { Alarms } from './alarms/alarms.ts'
import { Dashboards } from './operations/dashboards.ts'
import { cloudwatchService } from './service.ts'
import { MetricStore } from './store/metrics.ts'

/** When the tests' metrics begin; the service's own time is ten minutes later and stands still. */
export const START = new Date('2027-01-15T08:00:00Z')
export const later = (seconds: number): Date => new Date(START.getTime() + seconds * 1000)

/** CloudWatch behind a port of its own, with its metrics, what it was asked and what it answered. */
export async function cloudwatchEndpoint(now = () => later(600).getTime()) {
  const [requests, answers]: [AwsRequest[], AwsResponse[]] = [[], []]
  const store = new MetricStore()
  const alarms = new Alarms({ store, now, arnOf: (name) => `arn:aws:cloudwatch:us-east-1:1:alarm:${name}` })
  const dashboards = new Dashboards((name) => `arn:${name}`)
  const service = cloudwatchService({ store, alarms, dashboards, now })
  const server = createServer(async (sent, response) => {
    const body = Buffer.concat(await sent.toArray())
    const headers = sent.headers as Record<string, string>
    const request = { method: sent.method!, url: sent.url!, headers, body }
    const answer = await service.handle(await unpacked(request))
    requests.push(request)
    answers.push(answer)
    response.writeHead(answer.status, { ...answer.headers }).end(answer.body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const close = () => new Promise((done) => server.close(done))
  return { url: `http://127.0.0.1:${port}`, store, requests, answers, close }
}

const shapes = {
  defaultNamespace: 'com.amazonaws.cloudwatch',
  xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  version: '2010-08-01',
}
/** How a client is made to speak a protocol, and how one sees that a request does. */
export const PROTOCOLS = {
  json: { sends: (it: AwsRequest) => it.headers['x-amz-target'], settings: {} },
  cbor: {
    sends: (it: AwsRequest) => it.headers['smithy-protocol'],
    settings: {
      // with this protocol the SDK says the length of the body before compression
      disableRequestCompression: true,
      protocol: SmithyRpcV2CborProtocol,
      protocolSettings: { ...shapes, serviceTarget: 'GraniteServiceVersion20100801' },
    },
  },
  query: {
    sends: (it: AwsRequest) => it.headers['content-type']?.startsWith('application/x-www-form-urlencoded'),
    settings: { protocol: AwsQueryProtocol, protocolSettings: shapes },
  },
}
