import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Encoder } from 'cbor-x'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { type Cloud, cloudOf } from '../cloud.ts'
import { processes } from '../processes.ts'
import type { AwsRequest, AwsResponse, AwsService } from '../types.ts'

/** Names that every object has, or that lead to what every object has. */
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']
/** How `x-amz-target` begins for each service of the JSON protocols. */
const TARGETS: Readonly<Record<string, string>> = {
  ecs: 'AmazonEC2ContainerServiceV20141113',
  logs: 'Logs_20140328',
  memorydb: 'AmazonMemoryDB',
  monitoring: 'GraniteServiceVersion20100801',
  'redshift-data': 'RedshiftData',
  ssm: 'AmazonSSM',
}
/** Paths of the services of the REST protocol; {} stands for a name. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  eks: ['GET /clusters', 'GET /clusters/{}'],
  fis: [
    ...[
      'actions',
      'targetResourceTypes',
      'experimentTemplates',
      'experiments',
      'tags',
      'safetyLevers',
    ].flatMap((of) => [`GET /${of}/{}`, `POST /${of}/{}`, `DELETE /${of}/{}?tagKeys={}`, `GET /${of}?{}={}`]),
    'PATCH /experimentTemplates/{}',
    'POST /experimentTemplates',
    'POST /experiments',
    'GET /experiments/{}/resolvedTargets?targetName={}',
    'GET /experimentTemplates/{}/targetAccountConfigurations/{}',
  ],
  lambda: [
    'GET /2015-03-31/functions/{}',
    'POST /2015-03-31/functions/{}/invocations',
    'PUT /2015-03-31/functions/{}/configuration',
    'PUT /2017-10-31/functions/{}/concurrency',
    'GET /2015-03-31/event-source-mappings?FunctionName={}&{}={}',
    'PUT /2015-03-31/event-source-mappings/{}',
  ],
}
/** The engines do not run in this test: a database that is away is all that may fail. */
const AWAY = /DatabaseConnectionException|has no address before its first start/
const { encode } = new Encoder({ useRecords: false, mapsAsObjects: false })
/** What every object had when the file began. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype).sort()

const state = mkdtempSync(join(tmpdir(), 'cafe-names-'))
let cloud: Cloud
beforeAll(async () => {
  const ports = { aws: 0, alb: 0, nlb: 0, cloudfront: 0, board: 0 }
  const place = { system: cloudcafe, timeScale: 10, root: process.cwd(), state, ports }
  cloud = await cloudOf({ ...place, processes: processes(state), say: () => {} }, {})
})
afterAll(() => rmSync(state, { recursive: true }))
afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(INHERITED)
  expect(Object.keys(Object)).toEqual([])
})

const object = (...entries: readonly (readonly [string, unknown])[]) => Object.fromEntries(entries)
/** A name as a key, below a key, as a value of it, and where a list or a map is wanted. */
const inputsWith = (name: string, members: readonly string[]): readonly object[] => [
  object([name, 'x']),
  object([name, object([name, 'x'])]),
  object(['Name', object([name, object(['x', 1])])]),
  ...members.flatMap((member) =>
    [
      name,
      [name],
      object([name, name]),
      [object([name, name])],
      [object(['Name', name], ['Value', name], ['Values', [name]])],
    ].map((value) => object([member, value])),
  ),
]
const MEMBERS = [
  'Name',
  'AlarmName',
  'Filters',
  'Filter',
  'Tags',
  'Dimensions',
  'MetricName',
  'DocumentName',
  'Parameters',
  'logGroupName',
  'filterPattern',
  'cluster',
  'Sql',
  'Expression',
  'Namespace',
]

const fieldsOf = (it: unknown, at = ''): [string, string][] =>
  it === null || typeof it !== 'object'
    ? [[at, String(it)]]
    : Object.entries(it).flatMap(([name, value]) =>
        fieldsOf(
          value,
          [at, Array.isArray(it) ? `member.${Number(name) + 1}` : name].filter(Boolean).join('.'),
        ),
      )
const mapOf = (it: unknown): unknown =>
  Array.isArray(it)
    ? it.map(mapOf)
    : it !== null && typeof it === 'object'
      ? new Map(Object.entries(it).map(([name, value]) => [name, mapOf(value)]))
      : it

const post = (headers: Record<string, string>, body: Uint8Array | string, url = '/'): AwsRequest => ({
  method: 'POST',
  url,
  headers,
  body: Buffer.from(body as string),
})
const form = (operation: string, input: object) => {
  const fields = [['Action', operation] as [string, string], ...fieldsOf(input)]
  return post({ 'content-type': 'application/x-www-form-urlencoded' }, new URLSearchParams(fields).toString())
}
const json = (target: string) => (operation: string, input: object) =>
  post(
    { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${target}.${operation}` },
    JSON.stringify(input),
  )
const cbor = (operation: string, input: object) =>
  post(
    { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
    encode(mapOf(input)),
    `/service/${TARGETS.monitoring}/operation/${operation}`,
  )

type Build = (operation: string, input: object) => AwsRequest
function buildersOf({ signingName }: AwsService): readonly Build[] {
  const target = TARGETS[signingName]
  if (signingName === 'monitoring') return [json(target!), form, cbor]
  return target ? [json(target)] : [form]
}

function* requestsTo(service: AwsService): Iterable<AwsRequest> {
  for (const name of NAMES) {
    for (const route of PATHS[service.signingName] ?? []) {
      const [method = '', path = ''] = route.replaceAll('{}', name).split(' ')
      for (const input of [{}, ...inputsWith(name, ['tags', 'targets', 'actions', 'parameters'])])
        yield {
          method,
          url: path,
          headers: {},
          body: Buffer.from(method === 'GET' ? '' : JSON.stringify(input)),
        }
    }
    if (PATHS[service.signingName]) continue
    for (const build of buildersOf(service)) {
      yield build(name, {})
      for (const operation of service.operations ?? [])
        for (const input of inputsWith(name, MEMBERS)) yield build(operation, input)
    }
  }
}

const shown = ({ method, url, headers, body }: AwsRequest, { status, body: answer }: AwsResponse) =>
  `${status} ${method} ${url} ${headers['x-amz-target'] ?? ''} ${body.toString('latin1')} → ${answer.toString('latin1')}`

test('every service of ours takes hostile names for names: as a key, below one, as a value, as its operation', async () => {
  const broken: string[] = []
  const asked = new Map<string, number>()
  for (const service of cloud.gateway.services())
    for (const request of requestsTo(service)) {
      const answer = await service
        .handle(request)
        .catch((error: Error) => ({ status: 599, body: String(error.stack) }))
      asked.set(service.signingName, (asked.get(service.signingName) ?? 0) + 1)
      if (answer.status >= 500 && !AWAY.test(answer.body.toString())) broken.push(shown(request, answer))
    }
  expect(broken.slice(0, 20)).toEqual([])
  expect(Math.min(...asked.values())).toBeGreaterThan(NAMES.length)
  expect([...asked.keys()].sort()).toEqual(
    cloud.gateway
      .services()
      .map((it) => it.signingName)
      .sort(),
  )
})
