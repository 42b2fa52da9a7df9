import { expect, test } from 'vitest'
import { filterPattern } from './filter-pattern.ts'

const ERROR = JSON.stringify({
  level: 'ERROR',
  status: 503,
  order: { id: 'o-1', items: [{ sku: 'latte' }] },
  note: null,
})
const INFO = JSON.stringify({ level: 'INFO', status: 201, 'trace.id': 'Root=1', ok: true })
const TEXT = 'REPORT RequestId: 1 said "stop" and ended'

test.each([
  ['', [ERROR, INFO, TEXT]],
  ['REPORT', [TEXT]],
  ['REPORT ended', [TEXT]],
  ['REPORT INFO', []],
  ['?ERROR ?REPORT', [ERROR, TEXT]],
  ['level -ERROR', [INFO]],
  ['-level', [TEXT]],
  ['"RequestId: 1"', [TEXT]],
  ['"said \\"stop\\""', [TEXT]],
  ['{ $.level = "ERROR" }', [ERROR]],
  ['{$.level="ERROR"}', [ERROR]],
  ['{ $.level != "ERROR" }', [INFO]],
  ['{ $.level = IN* }', [INFO]],
  ['{ $.status >= 500 }', [ERROR]],
  ['{ $.status < 500 && $.level = "INFO" }', [INFO]],
  ['{ $.status = 503 || $.level = "INFO" && $.status = 1 }', [ERROR]],
  ['{ ($.status = 503 || $.level = "INFO") && $.status = 201 }', [INFO]],
  ['{ $.order.items[0].sku = "latte" }', [ERROR]],
  [`{ $.['trace.id'] = "Root=*" }`, [INFO]],
  ['{ $.note IS NULL }', [ERROR]],
  ['{ $.ok IS TRUE }', [INFO]],
  ['{ $.note NOT EXISTS }', [INFO]],
])('%s', (pattern, expected) => {
  const matches = filterPattern(pattern)
  expect([ERROR, INFO, TEXT].filter((it) => matches(it))).toEqual(expected)
})

test.each([
  '"open',
  '{ $.a = 1',
  '{ $.a }',
  '{ a = 1 }',
  '{ $.a > b }',
  '{ ($.a = 1 }',
  '{ $.a = 1 && }',
  '{ }',
  '[a, b]',
  '%re%',
  '{ $.a constructor 5 }',
  '{ $.a toString b }',
  `{ ${'('.repeat(60)}$.a = 1${')'.repeat(60)} }`,
  `{ ${'('.repeat(20_000)}$.a = 1 }`,
])('%s is refused', (pattern) => {
  expect(() => filterPattern(pattern)).toThrow(/Invalid filter pattern/)
})
