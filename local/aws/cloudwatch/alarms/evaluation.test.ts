import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TreatMissingData } from '../operations/shapes.ts'
import { COMPARISONS, EXTRA_PERIODS, evaluate, type Reading } from './evaluation.ts'

const READINGS = { 0: 'ok', X: 'breaching', '-': 'missing' } as const
const readings = (text: string): Reading[] =>
  [...text.replaceAll(' ', '')].map((it) => READINGS[it as keyof typeof READINGS])
const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const
const A = 'ALARM'
const I = 'INSUFFICIENT_DATA'

/** The tables of "Configuring how CloudWatch alarms treat missing data". */
describe.each([
  { m: 3, points: '0 - X - X', filled: 0, states: ['OK', 'OK', 'OK', 'OK'] },
  { m: 3, points: '0 - - - -', filled: 2, states: ['OK', 'OK', 'OK', 'OK'] },
  { m: 3, points: '- - - - -', filled: 3, states: [I, 'retain', A, 'OK'] },
  { m: 3, points: '0 X X - X', filled: 0, states: [A, A, A, A] },
  { m: 3, points: '- - X - -', filled: 2, states: [A, 'retain', A, 'OK'] },
  { m: 3, points: '- - - - X', filled: 2, states: [I, 'retain', A, 'OK'] },
  { m: 2, points: '0 - X - X', filled: 0, states: [A, A, A, A] },
  { m: 2, points: '0 0 X 0 X', filled: 0, states: [A, A, A, A] },
  { m: 2, points: '0 - X - -', filled: 1, states: ['OK', 'OK', A, 'OK'] },
  { m: 2, points: '- - - - 0', filled: 2, states: ['OK', 'OK', A, 'OK'] },
  { m: 2, points: '- - - X -', filled: 2, states: [A, 'retain', A, 'OK'] },
])('$m of 3 on $points', ({ m, points, filled, states }) => {
  test.each(TREATMENTS.map((treatment, at) => ({ treatment, state: states[at]! })))(
    '$treatment → $state',
    ({ treatment, state }) => {
      const rule = { evaluationPeriods: 3, datapointsToAlarm: m, treatMissingData: treatment }
      expect(evaluate(readings(points), rule)).toMatchObject({ state, filled })
    },
  )
})

/** The same rules said over text: what is missing is struck out, and only then filled in. */
function naive(text: string, n: number, m: number, treatment: TreatMissingData): string {
  const real = text.replaceAll('-', '').slice(-n)
  const breaches = (points: string) => points.split('X').length - 1
  const filler = { breaching: 'X', notBreaching: '0', missing: '', ignore: '' }[treatment]
  if (real.length === n || filler) return breaches(real.padStart(n, filler)) >= m ? 'ALARM' : 'OK'
  if (breaches(real) >= m) return 'ALARM'
  if (real.includes('0')) return 'OK'
  if (treatment === 'ignore') return 'retain'
  const sinceOldest = text.length - text.indexOf('X')
  return text.includes('X') && sinceOldest >= m ? 'ALARM' : 'INSUFFICIENT_DATA'
}

const alarm = fc.integer({ min: 1, max: 8 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    m: fc.integer({ min: 1, max: n }),
    text: fc
      .array(fc.constantFrom('0', 'X', '-', '-'), {
        minLength: n + EXTRA_PERIODS,
        maxLength: n + EXTRA_PERIODS,
      })
      .map((it) => it.join('')),
    treatment: fc.constantFrom(...TREATMENTS),
  }),
)
const verdict = (text: string, n: number, m: number, treatMissingData: TreatMissingData) =>
  evaluate(readings(text), { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData }).state

describe('M of N', () => {
  test('agrees with the naive model', () => {
    fc.assert(
      fc.property(alarm, ({ text, n, m, treatment }) => {
        expect(verdict(text, n, m, treatment)).toBe(naive(text, n, m, treatment))
      }),
      { numRuns: 2000 },
    )
  })

  test('without a gap the treatment of missing data makes no difference', () => {
    fc.assert(
      fc.property(alarm, ({ text, n, m }) => {
        const whole = text.replaceAll('-', 'X')
        expect(new Set(TREATMENTS.map((it) => verdict(whole, n, m, it))).size).toBe(1)
      }),
    )
  })

  test('one more breach never takes an alarm back', () => {
    fc.assert(
      fc.property(alarm, fc.nat(), ({ text, n, m, treatment }, place) => {
        const at = place % text.length
        const worse = `${text.slice(0, at)}X${text.slice(at + 1)}`
        if (text[at] === '0' && verdict(text, n, m, treatment) === 'ALARM')
          expect(verdict(worse, n, m, treatment)).toBe('ALARM')
      }),
    )
  })
})

test.each([
  ['GreaterThanThreshold', [false, false, true]],
  ['GreaterThanOrEqualToThreshold', [false, true, true]],
  ['LessThanThreshold', [true, false, false]],
  ['LessThanOrEqualToThreshold', [true, true, false]],
] as const)('%s', (name, wanted) => {
  expect([4, 5, 6].map((value) => COMPARISONS[name].breaches(value, 5))).toEqual(wanted)
})
