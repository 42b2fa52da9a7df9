import { setTimeout as sleep } from 'node:timers/promises'
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  ListSessionsCommand,
} from '@aws-sdk/client-redshift-data'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Databases } from './databases.ts'
import { refusal, type TestRedshift, testRedshift } from './fixture.ts'
import type { StatementRecords } from './records.ts'
import { sessions } from './sessions.ts'
import type { Statement } from './statement.ts'

let it: TestRedshift
beforeAll(async () => {
  it = await testRedshift()
})
afterAll(() => it.stop())

async function opened(sql = 'SELECT 1', SessionKeepAliveSeconds = 60): Promise<string> {
  const { SessionId, Id } = await it.submit(sql, { SessionKeepAliveSeconds })
  await it.ended(Id!)
  return SessionId!
}
const sessionOf = async (SessionId: string) =>
  (await it.client().send(new ListSessionsCommand({ SessionId }))).Sessions![0]!

test('temporary tables and settings live as long as their session', async () => {
  const SessionId = await opened('CREATE TEMP TABLE mine AS SELECT 7 AS n')
  expect(await it.rowsOf('SELECT n FROM mine', { SessionId })).toEqual([[{ longValue: 7 }]])
  await it.run("SET application_name = 'of mine'", { SessionId })
  expect(await it.rowsOf('SHOW application_name', { SessionId })).toEqual([[{ stringValue: 'of mine' }]])
  expect(await it.run('SELECT n FROM mine')).toMatchObject({ Status: 'FAILED' })
})

test('without a session nothing of a statement reaches the next', async () => {
  await it.run('CREATE TEMP TABLE gone (n int)')
  await it.run("SET application_name = 'leaked'")
  expect(await it.run('SELECT n FROM gone')).toMatchObject({ Status: 'FAILED' })
  expect(await it.rowsOf('SHOW application_name')).toEqual([[{ stringValue: 'redshift-data' }]])
})

test("a session's transaction is the caller's, and results outlive its rollback", async () => {
  const SessionId = await opened('CREATE TABLE kept (n int)')
  for (const sql of ['BEGIN', 'INSERT INTO kept VALUES (1), (2)']) await it.run(sql, { SessionId })
  const { Id } = await it.run('SELECT n FROM kept ORDER BY n', { SessionId })
  expect(await it.rowsOf('SELECT count(*) FROM kept')).toEqual([[{ longValue: 0 }]])
  expect(await it.run('ROLLBACK', { SessionId })).toMatchObject({ Status: 'FINISHED' })
  expect((await it.resultOf(Id!)).Records).toEqual([[{ longValue: 1 }], [{ longValue: 2 }]])
  expect(await it.rowsOf('SELECT count(*) FROM kept', { SessionId })).toEqual([[{ longValue: 0 }]])
})

test('a read-only transaction gives results and refuses writes', async () => {
  const SessionId = await opened('BEGIN READ ONLY')
  expect(await it.rowsOf('WITH a AS (SELECT 3 AS n) SELECT n FROM a', { SessionId })).toEqual([
    [{ longValue: 3 }],
  ])
  expect(await it.run('CREATE TABLE never (n int)', { SessionId })).toMatchObject({
    Status: 'FAILED',
    Error: expect.stringContaining('read-only'),
  })
  expect(await it.run('SELECT 1', { SessionId })).toMatchObject({
    Error: expect.stringContaining('current transaction is aborted'),
  })
  await it.run('ROLLBACK', { SessionId })
  expect(await it.rowsOf('SELECT 4', { SessionId })).toEqual([[{ longValue: 4 }]])
})

test('one statement at a time: a busy session takes no other', async () => {
  const SessionId = await opened()
  const { Id } = await it.submit('SELECT pg_sleep(600)', { SessionId })
  await expect.poll(async () => (await it.describe(Id!)).Status).toBe('STARTED')
  expect(await sessionOf(SessionId)).toMatchObject({ Status: 'BUSY', CurrentStatementId: Id })
  expect(await refusal(it.submit('SELECT 1', { SessionId }))).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('Session is not available'),
  })
  await it.client().send(new CancelStatementCommand({ Id: Id! }))
  expect(await it.rowsOf('SELECT 2', { SessionId })).toEqual([[{ longValue: 2 }]])
  expect(await sessionOf(SessionId)).toMatchObject({
    Status: 'AVAILABLE',
    Database: it.target.Database,
    ClusterIdentifier: it.target.ClusterIdentifier,
    SessionAliveSeconds: 60,
  })
})

test('a batch runs in a session too', async () => {
  const SessionId = await opened('CREATE TEMP TABLE lot (n int)')
  const { Id } = await it.client().send(
    new BatchExecuteStatementCommand({
      SessionId,
      Sqls: ['INSERT INTO lot VALUES (5)', 'SELECT n FROM lot'],
    }),
  )
  expect(await it.ended(Id!)).toMatchObject({ Status: 'FINISHED', SessionId })
  expect((await it.resultOf(`${Id}:2`)).Records).toEqual([[{ longValue: 5 }]])
})

test('a session that nobody uses closes in time, and its connection with it', async () => {
  const SessionId = await opened("SET application_name = 'short'", 1)
  const connections = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'short'"
  expect(await it.rowsOf(connections)).toEqual([[{ longValue: 1 }]])
  expect((await sessionOf(SessionId)).SessionTtl).toBeInstanceOf(Date)
  await expect.poll(async () => (await sessionOf(SessionId)).Status, { timeout: 5000 }).toBe('CLOSED')
  expect(await it.rowsOf(connections)).toEqual([[{ longValue: 0 }]])
  expect(await refusal(it.submit('SELECT 1', { SessionId }))).toMatchObject({
    name: 'ValidationException',
    message: 'Session is not available',
  })
})

test('each use keeps a session alive, for so long as it asks', async () => {
  const SessionId = await opened('SELECT 1', 1)
  await it.run('SELECT 1', { SessionId, SessionKeepAliveSeconds: 60 })
  await sleep(1200)
  expect(await sessionOf(SessionId)).toMatchObject({ Status: 'AVAILABLE', SessionAliveSeconds: 60 })
})

test('a session without time to live ends with its statement', async () => {
  const SessionId = await opened('SELECT 1', 0)
  expect(await sessionOf(SessionId)).toMatchObject({ Status: 'CLOSED' })
})

test('a session whose connection broke, or that an earlier run had, is closed', async () => {
  const broken = await opened("SET application_name = 'broken'")
  await it.rowsOf("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'broken'")
  await expect.poll(async () => (await sessionOf(broken)).Status).toBe('CLOSED')
  const earlier = await opened()
  await it.again()
  expect(await sessionOf(earlier)).toMatchObject({ Status: 'CLOSED' })
  expect(await refusal(it.submit('SELECT 1', { SessionId: earlier }))).toMatchObject({
    message: 'Session is not available',
  })
})

test('500 sessions may be open, and no more', () => {
  const records = { list: () => [] as Statement[] } as unknown as StatementRecords
  const all = sessions({} as Databases, records)
  const about = { database: 'd', user: 'u', cluster: 'c', named: {}, aliveSeconds: 60 }
  for (let i = 0; i < 500; i++) all.open(about)
  expect(() => all.open(about)).toThrow('quota (500)')
  all.stop()
  expect(() => all.open(about)).not.toThrow()
})
