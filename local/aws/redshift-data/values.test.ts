import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { GetStatementResultV2Command } from '@aws-sdk/client-redshift-data'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestRedshift, testRedshift } from './fixture.ts'
import { checkSize } from './results.ts'

let it: TestRedshift
beforeAll(async () => {
  it = await testRedshift()
})
afterAll(() => it.stop())

const text = (stringValue: string) => ({ stringValue })

/** What SQL gives on the wire, and the type that its column has. */
test.each<[sql: string, field: object, type: string]>([
  ['9007199254740991::bigint', { longValue: 9007199254740991 }, 'int8'],
  ['0', { longValue: 0 }, 'int4'],
  ['(-32768)::smallint', { longValue: -32768 }, 'int2'],
  ['4294967295::oid', { longValue: 4294967295 }, 'oid'],
  ["'NaN'::float8", { doubleValue: Number.NaN }, 'float8'],
  ["'Infinity'::float8", { doubleValue: Number.POSITIVE_INFINITY }, 'float8'],
  ["'-Infinity'::float4", { doubleValue: Number.NEGATIVE_INFINITY }, 'float4'],
  ["'-0'::float8", { doubleValue: -0 }, 'float8'],
  ['1.7976931348623157e308::float8', { doubleValue: 1.7976931348623157e308 }, 'float8'],
  ['5e-324::float8', { doubleValue: 5e-324 }, 'float8'],
  ['0.1::float4', { doubleValue: 0.1 }, 'float4'],
  ['1.10::numeric(38,20)', text('1.10000000000000000000'), 'numeric'],
  ['12345678901234567890123456789.123456789', text('12345678901234567890123456789.123456789'), 'numeric'],
  ["'NaN'::numeric", text('NaN'), 'numeric'],
  ['true', { booleanValue: true }, 'bool'],
  ['false', { booleanValue: false }, 'bool'],
  ['NULL::bigint', { isNull: true }, 'int8'],
  ['NULL', { isNull: true }, 'varchar'],
  ["''", text(''), 'varchar'],
  ["'a\\nb'", text('a\nb'), 'varchar'],
  ["'it''s ☕ \\\\'", text("it's ☕ \\"), 'varchar'],
  ["'ab'::char(4)", text('ab  '), 'bpchar'],
  ["decode('00ff10', 'hex')", { blobValue: Uint8Array.of(0, 255, 16) }, 'varbyte'],
  ["decode(repeat('61', 100), 'hex')", { blobValue: new Uint8Array(Buffer.alloc(100, 'a')) }, 'varbyte'],
  ["'2026-02-28'::date", text('2026-02-28'), 'date'],
  ["'2026-02-28 23:59:59.123456'::timestamp", text('2026-02-28 23:59:59.123456'), 'timestamp'],
  ["'2026-02-28 23:59:59+05'::timestamptz", text('2026-02-28 18:59:59+00'), 'timestamptz'],
  ["'infinity'::timestamp", text('infinity'), 'timestamp'],
  ["'23:59:59'::time", text('23:59:59'), 'time'],
  ["'23:59:59+02'::timetz", text('23:59:59+02'), 'timetz'],
  ["'1 day 2 hours'::interval", text('1 day 02:00:00'), 'interval'],
  ['ARRAY[1, 2]', text('[1,2]'), 'super'],
  ["ARRAY['a', NULL]", text('["a",null]'), 'super'],
  ['\'{"a": 1}\'::json', text('{"a": 1}'), 'super'],
  ['ROW(1, true)', text('{"f1":1,"f2":true}'), 'super'],
  ["'6f1c6c0e-3c1c-4a52-8d7b-5f0f2d1f0a11'::uuid", text('6f1c6c0e-3c1c-4a52-8d7b-5f0f2d1f0a11'), 'varchar'],
])('SELECT %s', async (sql, field, type) => {
  const { Id, Status, Error: why } = await it.run(`SELECT ${sql} AS v`)
  expect(why).toBeUndefined()
  expect(Status).toBe('FINISHED')
  const { Records, ColumnMetadata } = await it.resultOf(Id!)
  expect(Records).toEqual([[field]])
  expect(ColumnMetadata).toEqual([expect.objectContaining({ name: 'v', label: 'v', typeName: type })])
})

/** The body of GetStatementResult as it is on the wire: the JavaScript client rounds what is beyond 2^53. */
async function bodyOf(Id: string): Promise<string> {
  const headers = { 'x-amz-target': 'RedshiftData.GetStatementResult' }
  const answer = await fetch(it.endpoint(), { method: 'POST', headers, body: JSON.stringify({ Id }) })
  return answer.text()
}

test.each(['9007199254740993', '-9223372036854775808', '9223372036854775807'])(
  'the integer %s comes and goes digit for digit',
  async (digits) => {
    const { Id } = await it.run('SELECT (:n)::bigint, 0.5::float8', {
      Parameters: [{ name: 'n', value: digits }],
    })
    expect(await bodyOf(Id!)).toContain(`[[{"longValue":${digits}},{"doubleValue":0.5}]]`)
  },
)

test('values without a number in JSON are written as AWS writes them', async () => {
  const { Id } = await it.run("SELECT 'NaN'::float8, '-Infinity'::float8, '-0'::float8, 1e20::float8")
  expect(await bodyOf(Id!)).toContain(
    '[[{"doubleValue":"NaN"},{"doubleValue":"-Infinity"},{"doubleValue":-0},{"doubleValue":1e+20}]]',
  )
})

test('the aws command prints integers whole', async () => {
  const { Id } = await it.run('SELECT 9007199254740993::bigint, (-9223372036854775808)::bigint')
  const query = ['--query', 'Records[0][].longValue', '--output', 'text']
  const { stdout } = await promisify(execFile)(
    'aws',
    ['redshift-data', 'get-statement-result', '--id', Id!, ...query],
    { env: it.awsEnv() },
  )
  expect(stdout.trim()).toBe('9007199254740993\t-9223372036854775808')
})

test('columns of a table say where they are from and what they take', async () => {
  await it.run('CREATE TABLE shaped (id int NOT NULL, price numeric(10,2), name varchar(20), tags bpchar(3))')
  const { Id } = await it.run('SELECT id, price, name, tags, id + 1 AS more FROM shaped')
  const { ColumnMetadata, Records, TotalNumRows } = await it.resultOf(Id!)
  expect(Records).toEqual([])
  expect(TotalNumRows).toBe(0)
  const table = { schemaName: 'public', tableName: 'shaped' }
  expect(ColumnMetadata).toMatchObject([
    { ...table, typeName: 'int4', nullable: 0, precision: 10, scale: 0, length: 4, isSigned: true },
    { ...table, typeName: 'numeric', nullable: 1, precision: 10, scale: 2, isSigned: true },
    { ...table, typeName: 'varchar', precision: 20, length: 20, isSigned: false, isCaseSensitive: true },
    { ...table, typeName: 'bpchar', precision: 3, length: 3 },
    { schemaName: '', tableName: '', typeName: 'int4', nullable: 1 },
  ])
})

test('a result as CSV is read by GetStatementResultV2', async () => {
  const { Id } = await it.run(
    `SELECT 9007199254740993::bigint, 'a,"b"' AS t, NULL, '' AS e, true UNION ALL SELECT 1, 'x', 'y', E'p\\nq', false`,
    { ResultFormat: 'CSV' },
  )
  const { Records, ResultFormat, TotalNumRows } = await it
    .client()
    .send(new GetStatementResultV2Command({ Id: Id! }))
  expect(Records).toEqual([{ CSVRecords: '9007199254740993,"a,""b""",,"",true\r\n1,x,y,"p\nq",false\r\n' }])
  expect({ ResultFormat, TotalNumRows }).toEqual({ ResultFormat: 'CSV', TotalNumRows: 2 })
})

test('long texts come whole, and rows beyond 64 KB fail as on AWS', async () => {
  expect(await it.rowsOf("SELECT repeat('x', 65535)")).toEqual([[text('x'.repeat(65_535))]])
  expect(await it.run("SELECT repeat('x', 65537)")).toMatchObject({
    Status: 'FAILED',
    Error: expect.stringContaining('Packet for query is too large'),
  })
  expect(await it.run("SELECT 'abcd', 12")).toMatchObject({ ResultSize: 6, ResultRows: 1 })
})

test('a result of more than 500 MB is too large', () => {
  expect(() => checkSize({ all: 500 * 1024 * 1024, widest: 64 * 1024 })).not.toThrow()
  expect(() => checkSize({ all: 500 * 1024 * 1024 + 1, widest: 1 })).toThrow('exceeded size limit')
})

test('wide rows make short pages', async () => {
  const { Id } = await it.run("SELECT n, repeat('x', 60000) FROM generate_series(1, 60) AS n ORDER BY n")
  const { Records, NextToken } = await it.resultOf(Id!)
  expect(NextToken).toBeDefined()
  expect(Records!.length).toBeLessThan(20)
})

test('no empty page follows a result that fills its last page', async () => {
  const { Id } = await it.run('SELECT n FROM generate_series(1, 1000) AS n')
  const { Records, NextToken } = await it.resultOf(Id!)
  expect([Records!.length, NextToken]).toEqual([1000, undefined])
})
