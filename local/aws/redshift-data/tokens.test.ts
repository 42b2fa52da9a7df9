import { expect, test } from 'vitest'
import { checkParameters, withParameters } from './parameters.ts'
import { isSeveral, sqlOf, tokensOf } from './tokens.ts'

const bound = (sql: string, values: Record<string, string>) =>
  sqlOf(
    withParameters(
      sql,
      Object.entries(values).map(([name, value]) => ({ name, value })),
    ),
  )

test.each([
  ['SELECT :a, :a', { a: '1' }, "SELECT '1', '1'"],
  ['SELECT :a::int', { a: '1' }, "SELECT '1'::int"],
  ["SELECT ':a', :a", { a: 'x' }, "SELECT ':a', 'x'"],
  ["SELECT 'it''s :a \\' :a', :a", { a: 'x' }, "SELECT 'it''s :a \\' :a', 'x'"],
  ['SELECT ":a", $$:a$$, $t1$ :a $$ $t1$, :a', { a: 'x' }, 'SELECT ":a", $$:a$$, $t1$ :a $$ $t1$, \'x\''],
  ['SELECT /* :a /* :a */ :a */ :a -- :a', { a: 'x' }, "SELECT /* :a /* :a */ :a */ 'x' -- :a"],
  ['SELECT :a.b, :1, :ab', { a: 'x', '1': 'y', ab: 'z' }, "SELECT 'x'.b, 'y', 'z'"],
  ['SELECT :a', { a: "'; DROP TABLE x; --" }, "SELECT '''; DROP TABLE x; --'"],
  ['SELECT :a', { a: "\\'" }, "SELECT  E'\\\\'''"],
])('%s with %o', (sql, values, expected) => {
  expect(bound(sql, values)).toBe(expected)
})

test('parameters are shared by the statements of a batch', () => {
  const parameters = [
    { name: 'a', value: '1' },
    { name: 'b', value: '2' },
  ]
  expect(() => checkParameters(['SELECT :a', 'SELECT :b'], parameters)).not.toThrow()
  expect(() => checkParameters(['SELECT :a', 'SELECT 1'], parameters)).toThrow('[b]')
})

test('SQL without parameters stays as it is', () => {
  expect(bound('SELECT :a', {})).toBe('SELECT :a')
})

test.each([
  ['SELECT 1;', false],
  ['SELECT 1; -- no more', false],
  ["SELECT ';'", false],
  ['SELECT 1; SELECT 2', true],
])('%s is several: %s', (sql, several) => {
  expect(isSeveral(tokensOf(sql))).toBe(several)
})

test.each(["'", '"', '/*', '$a$ ', "e'", '--', '((', '$$ $a', ':a'])(
  '100 KB of %s are read in one go and given back',
  (piece) => {
    const sql = piece.repeat(100_000 / piece.length)
    const began = process.cpuUsage()
    expect(sqlOf(tokensOf(sql))).toBe(sql)
    const { user } = process.cpuUsage(began)
    // a reader that starts over at each mark would take minutes
    expect(user / 1e6).toBeLessThan(5)
  },
)
