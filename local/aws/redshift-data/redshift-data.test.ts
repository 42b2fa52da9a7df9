import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  GetStatementResultCommand,
  ListStatementsCommand,
  ListTablesCommand,
  paginateGetStatementResult,
  type RedshiftDataClient,
} from '@aws-sdk/client-redshift-data'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal, type TestRedshift, testRedshift } from './fixture.ts'

let it: TestRedshift
let client: RedshiftDataClient
beforeAll(async () => {
  it = await testRedshift()
  client = it.client()
})
afterAll(() => it.stop())

test('a statement goes through its states and gives typed fields', async () => {
  const { Id, CreatedAt } = await it.submit(
    "SELECT 1 AS n, 2.5::float8 AS f, 3.25::numeric(10,2) AS d, 'x' AS s, true AS b, NULL AS nothing",
  )
  expect(CreatedAt).toBeInstanceOf(Date)
  const described = await it.ended(Id!)
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
  expect(ColumnMetadata!.map((column) => [column.name, column.typeName])).toEqual([
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
  const made = await it.run(`CREATE TABLE IF NOT EXISTS facts (
    event_id VARCHAR(64) ENCODE zstd PRIMARY KEY, n INT DISTKEY SORTKEY, made TIMESTAMP DEFAULT GETDATE(),
    row_id BIGINT IDENTITY(1,1), UNIQUE (n)
  ) DISTSTYLE KEY COMPOUND SORTKEY (n, event_id) BACKUP NO;`)
  expect(made).toMatchObject({ Status: 'FINISHED', HasResultSet: false })
  for (let i = 0; i < 2; i++)
    expect(
      await it.run('INSERT INTO facts (event_id, n) VALUES (:id, :n)', {
        Parameters: [
          { name: 'id', value: "it's; -- :n" },
          { name: 'n', value: '7' },
        ],
      }),
    ).toMatchObject({ Status: 'FINISHED', ResultRows: 1 })
  expect(
    await it.rowsOf("SELECT event_id, n, made <= GETDATE(), ':n'::varchar FROM facts WHERE n = :n", {
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
  const listed = await client.send(new ListTablesCommand({ ...it.target, SchemaPattern: 'public' }))
  expect(listed.Tables).toEqual([{ name: 'facts', schema: 'public', type: 'TABLE' }])
})

test('what the stand-in lacks is said', async () => {
  const failed = await it.run("UNLOAD ('SELECT 1') TO 's3://x'")
  expect(failed.Status).toBe('FAILED')
  expect(failed.Error).toContain('GetStatementResult')
})

test('100,000 rows come page by page, in order', async () => {
  const { Id } = await it.submit(
    "SELECT n, repeat('x', 50) AS filler FROM generate_series(1, 100000) AS n ORDER BY n DESC",
  )
  await it.ended(Id!)
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
      ...it.target,
      Sqls: ['CREATE TABLE pairs (a int)', 'INSERT INTO pairs VALUES (1), (2)', 'SELECT count(*) FROM pairs'],
    }),
  )
  const done = await it.ended(good.Id!)
  expect(done.SubStatements!.map((one) => one.Status)).toEqual(['FINISHED', 'FINISHED', 'FINISHED'])
  const { Records } = await client.send(new GetStatementResultCommand({ Id: done.SubStatements![2]!.Id! }))
  expect(Records).toEqual([[{ longValue: 2 }]])

  const bad = await client.send(
    new BatchExecuteStatementCommand({ ...it.target, Sqls: ['DELETE FROM pairs', 'SELECT 1/0', 'SELECT 1'] }),
  )
  const failed = await it.ended(bad.Id!)
  expect(failed).toMatchObject({ Status: 'FAILED', Error: expect.stringContaining('division by zero') })
  expect(failed.SubStatements!.map((one) => one.Status)).toEqual(['FINISHED', 'FAILED', 'ABORTED'])
  expect(await it.rowsOf('SELECT count(*) FROM pairs')).toEqual([[{ longValue: 2 }]])
})

test('no more run at once than there are slots; the rest wait in order', async () => {
  const sleeps = await Promise.all(
    Array.from({ length: it.resource.wlmSlots * 2 }, () => it.submit('SELECT pg_sleep(0.3)')),
  )
  await expect
    .poll(async () => {
      const all = await Promise.all(sleeps.map(({ Id }) => it.describe(Id!)))
      return all.filter((one) => one.Status === 'STARTED').length
    })
    .toBe(it.resource.wlmSlots)
  const all = await Promise.all(sleeps.map(({ Id }) => it.ended(Id!)))
  expect(all.map((one) => one.Status)).toEqual(sleeps.map(() => 'FINISHED'))
})

test('a cancelled statement stops in the database, running or waiting', async () => {
  const [running] = await Promise.all([it.submit('SELECT pg_sleep(600)')])
  await expect.poll(async () => (await it.describe(running.Id!)).Status).toBe('STARTED')
  expect(await client.send(new CancelStatementCommand({ Id: running.Id! }))).toMatchObject({ Status: true })
  expect((await it.describe(running.Id!)).Status).toBe('ABORTED')
  expect(
    await it.rowsOf(
      "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND state = 'active' AND pid <> pg_backend_pid()",
    ),
  ).toEqual([[{ longValue: 0 }]])
  expect(await refusal(client.send(new CancelStatementCommand({ Id: running.Id! })))).toMatchObject({
    name: 'ValidationException',
  })
})

test('the same client token is the same statement', async () => {
  const [first, second] = [
    await it.submit('SELECT 1', { ClientToken: 'once' }),
    await it.submit('SELECT 1', { ClientToken: 'once' }),
  ]
  expect(second.Id).toBe(first.Id)
  expect(await refusal(it.submit('SELECT 2', { ClientToken: 'once' }))).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('other parameters'),
  })
})

test('what a statement has done is numbered, timed and sized; what it has not is -1', async () => {
  const { Id } = await it.submit('SELECT pg_sleep(0.5)')
  expect(await it.describe(Id!)).toMatchObject({ Duration: -1, ResultRows: -1, ResultSize: -1 })
  const [first, second] = [await it.ended(Id!), await it.run('SELECT 1')]
  expect(first.Duration).toBeGreaterThan(0.4e9)
  expect(first.RedshiftPid).toBeGreaterThan(0)
  expect(second.RedshiftQueryId).toBeGreaterThan(first.RedshiftQueryId!)
})

test('errors of the database are those that it gave', async () => {
  const { Id } = await it.run('CREATE TABLE nothing (a int)')
  expect(await refusal(client.send(new GetStatementResultCommand({ Id: Id! })))).toMatchObject({
    name: 'ResourceNotFoundException',
  })
  expect(await it.run('SELECT * FROM missing')).toMatchObject({
    Status: 'FAILED',
    Error: expect.stringMatching(/^ERROR: relation "missing" does not exist/),
  })
  expect(await it.run('SELECT 1; SELECT 2')).toMatchObject({
    Status: 'FAILED',
    Error: 'ERROR: cannot insert multiple commands into a prepared statement',
  })
})

test('500 statements may be under way, and no more', async () => {
  const blockers = await Promise.all(Array.from({ length: 500 }, () => it.submit('SELECT pg_sleep(600)')))
  expect(await refusal(it.submit('SELECT 1'))).toMatchObject({ name: 'ActiveStatementsExceededException' })
  await Promise.all(blockers.map(({ Id }) => client.send(new CancelStatementCommand({ Id: Id! }))))
  expect(await it.rowsOf('SELECT 1')).toEqual([[{ longValue: 1 }]])
})

test('statements and results outlive the process', async () => {
  const { Id } = await it.run("SELECT 'kept' AS it")
  await it.again()
  client = it.client()
  expect(await it.describe(Id!)).toMatchObject({ Status: 'FINISHED' })
  const { Records } = await client.send(new GetStatementResultCommand({ Id: Id! }))
  expect(Records).toEqual([[{ stringValue: 'kept' }]])
  const { Statements } = await client.send(new ListStatementsCommand({ Status: 'ABORTED', MaxResults: 5 }))
  expect(Statements).toHaveLength(5)
})

test("the aws command's own waiter and paging work on it", async () => {
  const aws = async (...args: string[]) =>
    JSON.parse(
      (await promisify(execFile)('aws', ['redshift-data', ...args, '--output', 'json'], { env: it.awsEnv() }))
        .stdout,
    )
  const { Id } = await aws(
    'execute-statement',
    '--sql',
    'select 42 as answer',
    '--cluster-identifier',
    it.target.ClusterIdentifier,
    '--database',
    it.target.Database,
  )
  await it.ended(Id)
  expect(await aws('get-statement-result', '--id', Id)).toMatchObject({
    Records: [[{ longValue: 42 }]],
    TotalNumRows: 1,
  })
})
