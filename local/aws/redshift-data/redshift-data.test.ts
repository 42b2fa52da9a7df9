import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  type DescribeStatementResponse,
  ExecuteStatementCommand,
  type Field,
  GetStatementResultCommand,
  ListStatementsCommand,
  ListTablesCommand,
  paginateGetStatementResult,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Redshift } from '../../../model/kinds.ts'
import { redshiftClusterId } from '../../../model/names.ts'
import { redshift } from '../../engines/redshift.ts'
import type { Engine } from '../../types.ts'
import { testContext } from '../gateway/fixture.ts'
import { listener } from '../gateway/listener.ts'
import { redshiftData } from './redshift-data.ts'

const place = testContext()
const id = 'redshift'
const resource = place.ctx.system.resources[id] as Redshift
const target = { ClusterIdentifier: redshiftClusterId(place.ctx.system, id), Database: resource.database }

let engine: Engine
let service: ReturnType<typeof redshiftData>
let front: ReturnType<typeof listener>
let client: RedshiftDataClient
let endpoint: string

async function serve() {
  service = redshiftData(place.ctx, engine)
  front = listener((request) => service.handle(request))
  endpoint = `http://127.0.0.1:${await front.start(0)}`
  client = new RedshiftDataClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'analytics', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
}

beforeAll(async () => {
  engine = redshift(id, resource, place.ctx)
  await engine.start()
  await serve()
})
afterAll(async () => {
  await front.stop()
  await service.stop()
  await engine.stop()
  place.remove()
})

const submit = (Sql: string, more: object = {}) =>
  client.send(new ExecuteStatementCommand({ ...target, ...more, Sql }))
const describeIt = (Id: string) => client.send(new DescribeStatementCommand({ Id }))

async function ended(Id: string): Promise<DescribeStatementResponse> {
  for (;;) {
    const it = await describeIt(Id)
    if (['FINISHED', 'FAILED', 'ABORTED'].includes(it.Status!)) return it
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
async function run(sql: string, more: object = {}) {
  const { Id } = await submit(sql, more)
  return ended(Id!)
}
async function rowsOf(sql: string, more: object = {}): Promise<Field[][]> {
  const { Id, Status, Error: why } = await run(sql, more)
  if (Status !== 'FINISHED') throw new Error(why)
  const { Records } = await client.send(new GetStatementResultCommand({ Id: Id! }))
  return Records!
}
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: Error) => error,
  )

test('a statement goes through its states and gives typed fields', async () => {
  const { Id, CreatedAt } = await submit(
    "SELECT 1 AS n, 2.5::float8 AS f, 3.25::numeric(10,2) AS d, 'x' AS s, true AS b, NULL AS nothing",
  )
  expect(CreatedAt).toBeInstanceOf(Date)
  const described = await ended(Id!)
  expect(described).toMatchObject({ Status: 'FINISHED', HasResultSet: true, ResultRows: 1 })
  expect(described.Duration).toBeGreaterThan(0)
  const { Records, ColumnMetadata, TotalNumRows } = await client.send(
    new GetStatementResultCommand({ Id: Id! }),
  )
  expect(Records).toEqual([
    [
      { longValue: 1 },
      { doubleValue: 2.5 },
      { stringValue: '3.25' },
      { stringValue: 'x' },
      { booleanValue: true },
      { isNull: true },
    ],
  ])
  expect(TotalNumRows).toBe(1)
  expect(ColumnMetadata!.map((it) => [it.name, it.typeName])).toEqual([
    ['n', 'int4'],
    ['f', 'float8'],
    ['d', 'numeric'],
    ['s', 'varchar'],
    ['b', 'bool'],
    ['nothing', 'varchar'],
  ])
  expect(ColumnMetadata![2]).toMatchObject({ precision: 10, scale: 2 })
})

test("Redshift's clauses and functions are taken, its keys are not enforced", async () => {
  const made = await run(`CREATE TABLE IF NOT EXISTS facts (
    event_id VARCHAR(64) ENCODE zstd PRIMARY KEY, n INT DISTKEY SORTKEY, made TIMESTAMP DEFAULT GETDATE(),
    row_id BIGINT IDENTITY(1,1), UNIQUE (n)
  ) DISTSTYLE KEY COMPOUND SORTKEY (n, event_id) BACKUP NO;`)
  expect(made).toMatchObject({ Status: 'FINISHED', HasResultSet: false })
  for (let i = 0; i < 2; i++)
    expect(
      await run('INSERT INTO facts (event_id, n) VALUES (:id, :n)', {
        Parameters: [
          { name: 'id', value: "it's; -- :n" },
          { name: 'n', value: '7' },
        ],
      }),
    ).toMatchObject({ Status: 'FINISHED', ResultRows: 1 })
  expect(
    await rowsOf("SELECT event_id, n, made <= GETDATE(), ':n'::varchar FROM facts WHERE n = :n", {
      Parameters: [{ name: 'n', value: '7' }],
    }),
  ).toEqual(
    Array(2).fill([
      { stringValue: "it's; -- :n" },
      { longValue: 7 },
      { booleanValue: true },
      { stringValue: ':n' },
    ]),
  )
  const listed = await client.send(new ListTablesCommand(target))
  expect(listed.Tables).toEqual([{ name: 'facts', schema: 'public', type: 'TABLE' }])
})

test('what the stand-in lacks is said', async () => {
  const failed = await run("UNLOAD ('SELECT 1') TO 's3://x'")
  expect(failed.Status).toBe('FAILED')
  expect(failed.Error).toContain('GetStatementResult')
})

test('100,000 rows come page by page, in order', async () => {
  const { Id } = await submit(
    "SELECT n, repeat('x', 50) AS filler FROM generate_series(1, 100000) AS n ORDER BY n DESC",
  )
  await ended(Id!)
  let expected = 100_000
  let pages = 0
  for await (const page of paginateGetStatementResult({ client }, { Id: Id! })) {
    pages += 1
    for (const [n] of page.Records!) expect(n!.longValue).toBe(expected--)
  }
  expect(expected).toBe(0)
  expect(pages).toBeGreaterThan(10)
})

test('a batch is one transaction, and each part has its own result', async () => {
  const good = await client.send(
    new BatchExecuteStatementCommand({
      ...target,
      Sqls: ['CREATE TABLE pairs (a int)', 'INSERT INTO pairs VALUES (1), (2)', 'SELECT count(*) FROM pairs'],
    }),
  )
  const done = await ended(good.Id!)
  expect(done.SubStatements!.map((it) => it.Status)).toEqual(['FINISHED', 'FINISHED', 'FINISHED'])
  const { Records } = await client.send(new GetStatementResultCommand({ Id: done.SubStatements![2]!.Id! }))
  expect(Records).toEqual([[{ longValue: 2 }]])

  const bad = await client.send(
    new BatchExecuteStatementCommand({ ...target, Sqls: ['DELETE FROM pairs', 'SELECT 1/0', 'SELECT 1'] }),
  )
  const failed = await ended(bad.Id!)
  expect(failed).toMatchObject({ Status: 'FAILED', Error: expect.stringContaining('division by zero') })
  expect(failed.SubStatements!.map((it) => it.Status)).toEqual(['FINISHED', 'FAILED', 'ABORTED'])
  expect(await rowsOf('SELECT count(*) FROM pairs')).toEqual([[{ longValue: 2 }]])
})

test('no more run at once than there are slots; the rest wait in order', async () => {
  const sleeps = await Promise.all(
    Array.from({ length: resource.wlmSlots * 2 }, () => submit('SELECT pg_sleep(0.3)')),
  )
  await expect
    .poll(async () => {
      const all = await Promise.all(sleeps.map(({ Id }) => describeIt(Id!)))
      return all.filter((it) => it.Status === 'STARTED').length
    })
    .toBe(resource.wlmSlots)
  const all = await Promise.all(sleeps.map(({ Id }) => ended(Id!)))
  expect(all.map((it) => it.Status)).toEqual(sleeps.map(() => 'FINISHED'))
})

test('a cancelled statement stops in the database, running or waiting', async () => {
  const [running] = await Promise.all([submit('SELECT pg_sleep(600)')])
  await expect.poll(async () => (await describeIt(running.Id!)).Status).toBe('STARTED')
  expect(await client.send(new CancelStatementCommand({ Id: running.Id! }))).toMatchObject({ Status: true })
  expect((await describeIt(running.Id!)).Status).toBe('ABORTED')
  expect(
    await rowsOf(
      "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND state = 'active' AND pid <> pg_backend_pid()",
    ),
  ).toEqual([[{ longValue: 0 }]])
  expect(await refusal(client.send(new CancelStatementCommand({ Id: running.Id! })))).toMatchObject({
    name: 'ValidationException',
  })
})

test('the same client token is the same statement', async () => {
  const [first, second] = [
    await submit('SELECT 1', { ClientToken: 'once' }),
    await submit('SELECT 1', { ClientToken: 'once' }),
  ]
  expect(second.Id).toBe(first.Id)
})

test.each([
  ['an unknown cluster', { ClusterIdentifier: 'other' }, 'ValidationException', 'other'],
  ['cluster and workgroup at once', { WorkgroupName: 'x' }, 'ValidationException', 'Both'],
  ['a session', { SessionKeepAliveSeconds: 10 }, 'ValidationException', 'sessionKeepAliveSeconds'],
])('%s is refused', async (_, more, name, text) => {
  expect(await refusal(submit('SELECT 1', more))).toMatchObject({
    name,
    message: expect.stringContaining(text),
  })
})

test('errors are those of AWS', async () => {
  expect(await refusal(describeIt('00000000-0000-0000-0000-000000000000'))).toMatchObject({
    name: 'ResourceNotFoundException',
  })
  expect(await refusal(describeIt('x'))).toMatchObject({ name: 'ValidationException' })
  const { Id } = await run('CREATE TABLE nothing (a int)')
  expect(await refusal(client.send(new GetStatementResultCommand({ Id: Id! })))).toMatchObject({
    name: 'ResourceNotFoundException',
  })
  expect(await run('SELECT * FROM missing')).toMatchObject({
    Status: 'FAILED',
    Error: expect.stringMatching(/^ERROR: relation "missing" does not exist/),
  })
  expect(await run('SELECT 1; SELECT 2')).toMatchObject({ Status: 'FAILED' })
  expect(
    await refusal(
      submit('SELECT :a', { Parameters: [{ name: 'b', value: '1' }] }).then(({ Id }) => ended(Id!)),
    ),
  ).toBeNull()
})

test('500 statements may be under way, and no more', async () => {
  const blockers = await Promise.all(Array.from({ length: 500 }, () => submit('SELECT pg_sleep(600)')))
  expect(await refusal(submit('SELECT 1'))).toMatchObject({ name: 'ActiveStatementsExceededException' })
  await Promise.all(blockers.map(({ Id }) => client.send(new CancelStatementCommand({ Id: Id! }))))
  expect(await rowsOf('SELECT 1')).toEqual([[{ longValue: 1 }]])
})

test('statements and results outlive the process', async () => {
  const { Id } = await run("SELECT 'kept' AS it")
  await front.stop()
  await service.stop()
  await serve()
  expect(await describeIt(Id!)).toMatchObject({ Status: 'FINISHED' })
  const { Records } = await client.send(new GetStatementResultCommand({ Id: Id! }))
  expect(Records).toEqual([[{ stringValue: 'kept' }]])
  const { Statements } = await client.send(new ListStatementsCommand({ Status: 'ABORTED', MaxResults: 5 }))
  expect(Statements).toHaveLength(5)
})

test("the aws command's own waiter and paging work on it", async () => {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
  }
  const aws = async (...args: string[]) =>
    JSON.parse(
      (await promisify(execFile)('aws', ['redshift-data', ...args, '--output', 'json'], { env })).stdout,
    )
  const { Id } = await aws(
    'execute-statement',
    '--sql',
    'select 42 as answer',
    '--cluster-identifier',
    target.ClusterIdentifier,
    '--database',
    target.Database,
  )
  await ended(Id)
  expect(await aws('get-statement-result', '--id', Id)).toMatchObject({
    Records: [[{ longValue: 42 }]],
    TotalNumRows: 1,
  })
})
