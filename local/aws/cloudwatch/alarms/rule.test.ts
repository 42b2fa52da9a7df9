import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StateValue } from '../operations/shapes.ts'
import { alarmsIn, holds, parseRule, type RuleExpression } from './rule.ts'

const STATES: readonly StateValue[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA']
const NAMES = ['a', 'cpu high', 'x "quoted"']

const rule = fc.letrec<{ any: RuleExpression }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 6 },
    fc.boolean().map((value): RuleExpression => ({ kind: 'constant', value })),
    fc
      .record({ state: fc.constantFrom(...STATES), alarm: fc.constantFrom(...NAMES) })
      .map((it): RuleExpression => ({ kind: 'state', ...it })),
    tie('any').map((of): RuleExpression => ({ kind: 'not', of })),
    fc
      .record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('any'), right: tie('any') })
      .map((it): RuleExpression => it),
  ),
})).any

function write(it: RuleExpression): string {
  if (it.kind === 'constant') return it.value ? 'TRUE' : 'FALSE'
  if (it.kind === 'state') return `${it.state}("${it.alarm.replaceAll('"', '\\"')}")`
  if (it.kind === 'not') return `NOT (${write(it.of)})`
  return `(${write(it.left)}) ${it.kind.toUpperCase()} (${write(it.right)})`
}

describe('an alarm rule', () => {
  test('reads back what was written', () => {
    fc.assert(
      fc.property(rule, (it) => {
        expect(parseRule(write(it))).toEqual(it)
      }),
    )
  })

  test.each([
    ['ALARM(a) OR OK(a) AND FALSE', true],
    ['(ALARM(a) OR OK(a)) AND FALSE', false],
    ['NOT ALARM(a) OR TRUE', true],
    ['NOT (ALARM(a) OR TRUE)', false],
    ['INSUFFICIENT_DATA("a")', false],
    ['ALARM(arn:aws:cloudwatch:us-east-1:1:alarm:a)', false],
  ])('%s is %s where a is in ALARM', (source, wanted) => {
    expect(holds(parseRule(source), (it) => (it === 'a' ? 'ALARM' : undefined))).toBe(wanted)
  })

  test('names each alarm once', () => {
    expect(alarmsIn(parseRule('ALARM(a) OR (OK(a) AND NOT ALARM("b c"))'))).toEqual(['a', 'b c'])
  })

  test.each([
    ['', 'ends too early'],
    ['ALARM', '( after ALARM expected'],
    ['ALARM()', 'the name or ARN of an alarm expected'],
    ['ALARM(a) ALARM(b)', 'unexpected ALARM at 10, AND, OR or the end expected'],
    ['ALARM("a)', 'unexpected text at 7'],
    ['AT_LEAST(2, ALARM, (a, b))', 'unexpected AT_LEAST at 1'],
    ['(TRUE', 'ends too early, ) expected'],
    ['('.repeat(9000), 'more than 100 levels deep'],
    ['NOT '.repeat(2500), 'more than 100 levels deep'],
  ])('%s is refused: %s', (source, why) => {
    expect(() => parseRule(source)).toThrow(why)
  })
})
