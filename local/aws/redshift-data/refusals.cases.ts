import type { TestRedshift } from './fixture.ts'
import type { Operation } from './requests.ts'

/** What stands before the cases: the cluster, and statements that have ended. */
export interface Given {
  readonly to: TestRedshift['target']
  readonly ids: Readonly<Record<'query' | 'csv' | 'command' | 'failed' | 'batch' | 'half', string>>
}
type Input = (given: Given) => object
/** An operation that is asked for something, and what its refusal says. */
export type Refusal = readonly [name: Operation, input: Input, message: string, error: string]

const NOWHERE = '00000000-0000-0000-0000-000000000000'
const INVALID = 'ValidationException'
const MISSING = 'ResourceNotFoundException'
const NO_DATABASE = 'DatabaseConnectionException'
const UUID = '[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\\d{0,2})?'

const must = (value: string, member: string, text: string) =>
  `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${text}`
const mustNotBeNull = (member: string) =>
  `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`

const row = (name: Operation, input: Input, message: string, error = INVALID): Refusal => [
  name,
  input,
  message,
  error,
]
/** ExecuteStatement with a good target and SQL, but for these members. */
const execute = (more: object, message: string, error?: string) =>
  row('ExecuteStatement', ({ to }) => ({ ...to, Sql: 'SELECT 1', ...more }), message, error)
const batch = (more: object, message: string) =>
  row('BatchExecuteStatement', ({ to }) => ({ ...to, ...more }), message)
const bound = (Sql: string, message: string, ...names: [string, string][]) =>
  execute({ Sql, Parameters: names.map(([name, value]) => ({ name, value })) }, message)

const NOT_HERE = "Redshift endpoint doesn't exist in this region"
const targets = [
  execute({ ClusterIdentifier: undefined }, 'Either ClusterIdentifier or WorkgroupName'),
  execute({ WorkgroupName: 'work' }, 'cannot be specified at the same time'),
  execute({ ClusterIdentifier: 'other' }, NOT_HERE),
  execute({ ClusterIdentifier: undefined, WorkgroupName: 'cloudcafe-redshift' }, NOT_HERE),
  execute({ DbUser: 'u', SecretArn: 's' }, 'SecretArn and DbUser cannot be specified'),
  execute({ ClusterIdentifier: undefined, WorkgroupName: 'work', DbUser: 'u' }, 'DbUser cannot be specified'),
  execute({ Database: undefined }, "Value null at 'database'"),
  execute({ ClusterIdentifier: 'Upper_Case' }, "Value 'Upper_Case' at 'clusterIdentifier' failed to satisfy"),
]
const texts = [
  execute({ Sql: undefined }, mustNotBeNull('sql')),
  execute({ Sql: '' }, 'The SQL statement is empty'),
  execute({ Sql: ' -- nothing\n;' }, 'The SQL statement is empty'),
  execute({ Sql: `SELECT '${'x'.repeat(101 * 1024)}'` }, '100 KB'),
  execute({ Sql: `SELECT '${'é'.repeat(51 * 1024)}'` }, '100 KB'),
  execute({ Sql: 5 }, 'sql', 'SerializationException'),
  batch({ Sqls: [] }, must('[]', 'sqls', 'have length greater than or equal to 1')),
  batch({ Sqls: Array(41).fill('SELECT 1') }, 'have length less than or equal to 40'),
  batch({ Sqls: ['SELECT 1', ''] }, 'The SQL statement is empty'),
  batch(
    { Sqls: ['SELECT 1'], ExecutionMode: 'NONE' },
    must('NONE', 'executionMode', 'satisfy enum value set: [TRANSACTION, AUTO_COMMIT]'),
  ),
]
const parameters = [
  bound("SELECT ':id'", 'Parameters list contains unused parameters. Unused parameters: [id]', ['id', '1']),
  bound('SELECT 1::id -- :id\n/* /* :id */ :id */, $x$:id$x$, ":id"', 'Unused parameters: [id]', ['id', '1']),
  bound('SELECT :a, :b', 'Missing parameters: [b]', ['a', '1']),
  bound('SELECT :a', 'Duplicate parameters: [a]', ['a', '1'], ['a', '2']),
  bound('SELECT :a', must('', 'parameters.1.member.value', 'have length greater than or equal to 1'), [
    'a',
    '',
  ]),
  bound(
    'SELECT :a',
    must('@a', 'parameters.1.member.name', 'satisfy regular expression pattern: [0-9a-zA-Z_]+'),
    ['@a', '1'],
  ),
  bound('SELECT 1', must('[]', 'parameters', 'have length greater than or equal to 1')),
  bound('SELECT 1', 'Unused parameters: [__proto__]', ['__proto__', '1']),
  batch({ Sqls: ['SELECT :a'], Parameters: [{ name: 'b', value: '1' }] }, 'Unused parameters: [b]'),
]
const limits = [
  execute({ StatementName: 'n'.repeat(2049) }, 'have length less than or equal to 2048'),
  execute({ ClientToken: 'n'.repeat(65) }, 'have length less than or equal to 64'),
  execute({ ResultFormat: 'XML' }, must('XML', 'resultFormat', 'satisfy enum value set: [JSON, CSV]')),
  execute({ WithEvent: true }, 'WithEvent'),
  execute({ WaitTimeSeconds: 31 }, must('31', 'waitTimeSeconds', 'have value less than or equal to 30')),
  execute({ SessionKeepAliveSeconds: 86_401 }, 'have value less than or equal to 86400'),
  execute({ SessionId: NOWHERE }, 'cannot be specified with SessionId'),
  row(
    'ExecuteStatement',
    () => ({ Sql: 'SELECT 1', SessionId: NOWHERE }),
    `Session with Id: ${NOWHERE} is invalid`,
  ),
]
const NO_RESULT = 'Query does not have result'
const statements = [
  row('DescribeStatement', () => ({ Id: NOWHERE }), 'Query does not exist', MISSING),
  row(
    'DescribeStatement',
    () => ({ Id: 'x' }),
    must('x', 'id', `satisfy regular expression pattern: ${UUID}`),
  ),
  row('DescribeStatement', ({ ids }) => ({ Id: `${ids.batch}:3` }), 'Query does not exist', MISSING),
  row('DescribeStatement', () => ({ Id: NOWHERE, WaitTimeSeconds: -1 }), 'greater than or equal to 0'),
  row(
    'GetStatementResult',
    ({ ids }) => ({ Id: ids.batch }),
    'BatchExecuteStatement result can only be retrieved with sub-statement id.',
  ),
  row('GetStatementResult', ({ ids }) => ({ Id: ids.command }), NO_RESULT, MISSING),
  row('GetStatementResult', ({ ids }) => ({ Id: ids.failed }), NO_RESULT, MISSING),
  row('GetStatementResult', ({ ids }) => ({ Id: `${ids.query}:1` }), 'Query does not exist', MISSING),
  row('GetStatementResult', ({ ids }) => ({ Id: `${ids.half}:2` }), NO_RESULT, MISSING),
  row('GetStatementResult', () => ({ Id: NOWHERE }), 'Query does not exist', MISSING),
  row('GetStatementResult', ({ ids }) => ({ Id: ids.query, NextToken: 'x' }), 'NextToken'),
  row('GetStatementResult', ({ ids }) => ({ Id: ids.csv }), 'read it with GetStatementResultV2'),
  row('GetStatementResultV2', ({ ids }) => ({ Id: ids.query }), 'read it with GetStatementResult.'),
  row(
    'CancelStatement',
    ({ ids }) => ({ Id: ids.query }),
    'Could not cancel a query that is already in FINISHED state with ID: ',
  ),
  row('CancelStatement', ({ ids }) => ({ Id: ids.failed }), 'already in FAILED state'),
  row('CancelStatement', () => ({ Id: NOWHERE }), 'Query does not exist', MISSING),
  row(
    'ListStatements',
    () => ({ MaxResults: 101 }),
    must('101', 'maxResults', 'have value less than or equal to 100'),
  ),
  row('ListStatements', () => ({ Status: 'DONE' }), "Value 'DONE' at 'status'"),
  row('ListStatements', () => ({ NextToken: 'x' }), 'NextToken'),
  row(
    'ListStatements',
    ({ to }) => ({ ...to, WorkgroupName: 'work' }),
    'cannot be specified at the same time',
  ),
]
const others = [
  row('ListSessions', () => ({ SessionId: NOWHERE }), 'Session does not exist', MISSING),
  row('ListSessions', () => ({ SessionId: NOWHERE, Status: 'BUSY' }), 'cannot be specified with SessionId'),
  row('ListDatabases', () => ({ Database: 'analytics' }), 'Either ClusterIdentifier'),
  row('ListDatabases', ({ to }) => ({ ...to, MaxResults: 1001 }), 'have value less than or equal to 1000'),
  row('ListSchemas', ({ to }) => ({ ...to, Database: undefined }), mustNotBeNull('database')),
  row('ListTables', ({ to }) => ({ ...to, Database: 'gone' }), 'database "gone" does not exist', NO_DATABASE),
  row('ListTables', ({ to }) => ({ ...to, ConnectedDatabase: 'gone' }), '"gone" does not exist', NO_DATABASE),
  row('DescribeTable', ({ to }) => ({ ...to, Table: 't', NextToken: 'x' }), 'NextToken'),
]

/** What every operation refuses, and how. */
export const refusals: readonly Refusal[] = [targets, texts, parameters, limits, statements, others].flat()
