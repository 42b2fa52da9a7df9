import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  DescribeTableCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  GetStatementResultV2Command,
  ListDatabasesCommand,
  ListSchemasCommand,
  ListSessionsCommand,
  ListStatementsCommand,
  ListTablesCommand,
} from '@aws-sdk/client-redshift-data'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal, type TestRedshift, testRedshift } from './fixture.ts'
import { type Given, refusals } from './refusals.cases.ts'
import { requests } from './requests.ts'

const COMMANDS = {
  ExecuteStatement: ExecuteStatementCommand,
  BatchExecuteStatement: BatchExecuteStatementCommand,
  DescribeStatement: DescribeStatementCommand,
  GetStatementResult: GetStatementResultCommand,
  GetStatementResultV2: GetStatementResultV2Command,
  CancelStatement: CancelStatementCommand,
  ListStatements: ListStatementsCommand,
  ListSessions: ListSessionsCommand,
  ListDatabases: ListDatabasesCommand,
  ListSchemas: ListSchemasCommand,
  ListTables: ListTablesCommand,
  DescribeTable: DescribeTableCommand,
}
type Name = keyof typeof COMMANDS

let it: TestRedshift
let ids: Given['ids']
beforeAll(async () => {
  it = await testRedshift()
  const batch = (Sqls: string[], more = {}) => ask('BatchExecuteStatement', { ...it.target, Sqls, ...more })
  const idOf = (answer: unknown) => (answer as { Id: string }).Id
  ids = {
    query: (await it.submit('SELECT 1')).Id!,
    csv: (await it.submit('SELECT 1', { ResultFormat: 'CSV' })).Id!,
    command: (await it.submit('CREATE TABLE t (a int)')).Id!,
    failed: (await it.submit('SELECT 1/0')).Id!,
    batch: idOf(await batch(['SELECT 1', 'SELECT 2'])),
    half: idOf(await batch(['SELECT 1', 'SELECT 1/0', 'SELECT 3'], { ExecutionMode: 'AUTO_COMMIT' })),
  }
  for (const id of Object.values(ids)) await it.ended(id)
})
afterAll(() => it.stop())

const ask = (name: Name, input: object): Promise<unknown> =>
  it.client().send(new (COMMANDS[name] as unknown as new (input: object) => never)(input))

const given = (): Given => ({ to: it.target, ids })

test.each(refusals.map((row, index) => [index, ...row] as const))(
  '%s: %s is refused',
  async (_, name, input, message, error) => {
    expect(await refusal(ask(name, input(given())))).toMatchObject({
      name: error,
      message: expect.stringContaining(message),
    })
  },
)

test('every operation has a refusal in the table', () => {
  expect(new Set(refusals.map(([name]) => name))).toEqual(new Set(Object.keys(requests)))
})

test('refused submissions leave nothing behind', async () => {
  const { Statements } = await it.client().send(new ListStatementsCommand({ Status: 'ALL' }))
  expect(new Set(Statements!.map(({ Id }) => Id))).toEqual(new Set(Object.values(ids)))
})

/** What each operation answers where AWS has a default or a rule of its own. */
const answers: readonly [what: string, name: Name, input: () => object, answer: object][] = [
  [
    'FINISHED ones only unless a status is given',
    'ListStatements',
    () => ({ MaxResults: 100 }),
    { Statements: Array(4).fill({ Status: 'FINISHED' }) },
  ],
  [
    'a part of a batch by its id',
    'DescribeStatement',
    () => ({ Id: `${ids.batch}:2` }),
    { Status: 'FINISHED', QueryString: 'SELECT 2', HasResultSet: true, ResultRows: 1 },
  ],
  [
    'a part that failed alone',
    'DescribeStatement',
    () => ({ Id: ids.half }),
    {
      Status: 'FAILED',
      ExecutionMode: 'AUTO_COMMIT',
      SubStatements: [{ Status: 'FINISHED' }, { Status: 'FAILED' }, { Status: 'FINISHED' }],
    },
  ],
  [
    'the result of what was committed beside it',
    'GetStatementResult',
    () => ({ Id: `${ids.half}:3` }),
    { Records: [[{ longValue: 3 }]], TotalNumRows: 1 },
  ],
  [
    'an empty list for no table',
    'DescribeTable',
    () => ({ ...it.target, Table: 'missing' }),
    { TableName: 'missing', ColumnList: [] },
  ],
  [
    'columns of a table in every schema',
    'DescribeTable',
    () => ({ ...it.target, Table: 't' }),
    { ColumnList: [{ name: 'a', typeName: 'int4', schemaName: 'public', tableName: 't', nullable: 1 }] },
  ],
  [
    'patterns of tables',
    'ListTables',
    () => ({ ...it.target, SchemaPattern: 'pub%', TablePattern: '_' }),
    { Tables: [{ name: 't', schema: 'public', type: 'TABLE' }] },
  ],
  [
    'system tables by their kind',
    'ListTables',
    () => ({ ...it.target, TablePattern: 'pg\\_class' }),
    { Tables: [{ schema: 'pg_catalog', type: 'SYSTEM TABLE' }] },
  ],
  [
    'patterns of schemas',
    'ListSchemas',
    () => ({ ...it.target, SchemaPattern: 'p_bli%' }),
    { Schemas: ['public'] },
  ],
  [
    'all schemas but those of the API',
    'ListSchemas',
    () => it.target,
    { Schemas: ['information_schema', 'pg_catalog', 'public'] },
  ],
  ['databases', 'ListDatabases', () => it.target, { Databases: ['analytics'] }],
  ['no sessions', 'ListSessions', () => ({}), { Sessions: [] }],
]
test.each(answers)('%s: %s', async (_, name, input, answer) => {
  expect(await ask(name, input())).toMatchObject(answer)
})

test('lists go page by page, and entries that come meanwhile do not shift them', async () => {
  const first = await it.client().send(new ListStatementsCommand({ Status: 'ALL', MaxResults: 4 }))
  const later = await it.submit('SELECT 9')
  await it.ended(later.Id!)
  const second = await it
    .client()
    .send(new ListStatementsCommand({ Status: 'ALL', MaxResults: 4, NextToken: first.NextToken }))
  const seen = [...first.Statements!, ...second.Statements!].map(({ Id }) => Id)
  expect(seen.toSorted()).toEqual(Object.values(ids).toSorted())
  expect(second.NextToken).toBeUndefined()
})

test('names are matched by prefix and case', async () => {
  await it.run('SELECT 1', { StatementName: 'Daily report' })
  const named = async (StatementName: string) =>
    (await it.client().send(new ListStatementsCommand({ StatementName }))).Statements!.length
  expect([await named('Daily'), await named('daily'), await named('report')]).toEqual([1, 0, 0])
})

test.each(['constructor', '__proto__', 'toString', 'Nothing'])(
  'the operation %s is unknown',
  async (name) => {
    const headers = { 'x-amz-target': `RedshiftData.${name}` }
    const answer = await fetch(it.endpoint(), { method: 'POST', headers, body: '{}' })
    expect([answer.status, await answer.json()]).toMatchObject([400, { __type: 'UnknownOperationException' }])
  },
)

test.each([
  ['{', 'SerializationException'],
  ['[]', 'SerializationException'],
  ['{"Id":{"a":1}}', 'SerializationException'],
  ['{"Id":"x","__proto__":{"a":1}}', 'ValidationException'],
  ['{"Id":"x","constructor":1}', 'ValidationException'],
  ['{"Id":null}', 'ValidationException'],
])('the body %s is refused', async (body, type) => {
  const headers = { 'x-amz-target': 'RedshiftData.DescribeStatement' }
  const answer = await fetch(it.endpoint(), { method: 'POST', headers, body })
  expect([answer.status, await answer.json()]).toMatchObject([400, { __type: type }])
})
