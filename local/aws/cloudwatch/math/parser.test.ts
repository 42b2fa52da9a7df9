import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Expression, parseExpression } from './parser.ts'

const operators = ['OR', 'AND', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '^'] as const

const expression = fc.letrec<{ any: Expression }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc
      .double({ min: 0, max: 1e9, noNaN: true })
      .map((value): Expression => ({ kind: 'number', value: Math.abs(value) })),
    fc.constantFrom('m1', 'errors', 'e_2').map((name): Expression => ({ kind: 'name', name })),
    tie('any').map((of): Expression => ({ kind: 'negate', of })),
    fc
      .record({ operator: fc.constantFrom(...operators), left: tie('any'), right: tie('any') })
      .map((it): Expression => ({ kind: 'binary', ...it })),
    fc
      .record({ name: fc.constantFrom('SUM', 'FILL'), args: fc.array(tie('any'), { maxLength: 3 }) })
      .map((it): Expression => ({ kind: 'call', ...it })),
    fc.array(tie('any'), { maxLength: 3 }).map((items): Expression => ({ kind: 'list', items })),
    fc.constantFrom('4xx', '').map((text): Expression => ({ kind: 'text', text })),
  ),
})).any

/** Writes an expression with every parenthesis. */
function write(it: Expression): string {
  switch (it.kind) {
    case 'number':
      return String(it.value)
    case 'name':
      return it.name
    case 'text':
      return `"${it.text}"`
    case 'negate':
      return `-(${write(it.of)})`
    case 'binary':
      return `(${write(it.left)}) ${it.operator} (${write(it.right)})`
    case 'call':
      return `${it.name}(${it.args.map(write).join(', ')})`
    case 'list':
      return `[${it.items.map(write).join(', ')}]`
  }
}

describe('the parser of metric math', () => {
  test('reads back what was written', () => {
    fc.assert(
      fc.property(expression, (it) => {
        expect(parseExpression(write(it))).toEqual(it)
      }),
    )
  })

  test.each([
    ['1 + 2 * 3', '(1) + ((2) * (3))'],
    ['1 - 2 - 3', '((1) - (2)) - (3)'],
    ['2 ^ 3 ^ 2', '(2) ^ ((3) ^ (2))'],
    ['-2 ^ 2', '-((2) ^ (2))'],
    ['2 ^ -1', '(2) ^ (-(1))'],
    ['-m1 * 2', '(-(m1)) * (2)'],
    ['a > 1 AND b < 2 || c == 3', '(((a) > (1)) AND ((b) < (2))) OR ((c) == (3))'],
    ['a + 1 >= b && 1', '(((a) + (1)) >= (b)) AND (1)'],
  ])('%s is %s', (source, whole) => {
    expect(parseExpression(source)).toEqual(parseExpression(whole))
  })

  test.each([
    ['', 'ends too early'],
    ['1 +', 'ends too early'],
    ['(1', "')' expected"],
    ['SUM(m1', 'ends too early'],
    ['[m1 m2]', 'unexpected m2 at 5'],
    ['m1 m2', 'unexpected m2 at 4'],
    ['m1 % 2', "unexpected '%' at 4"],
    ['METRICS("x)', 'a text that begins at 9 has no end'],
    ['AND', 'unexpected AND at 1'],
    ['('.repeat(500), 'levels deep'],
  ])('%s is refused: %s', (source, why) => {
    expect(() => parseExpression(source)).toThrow(why)
  })
})
