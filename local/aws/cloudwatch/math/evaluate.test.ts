import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate, evaluateToLines } from './evaluate.ts'
import { parseExpression } from './parser.ts'
import { ExpressionError } from './tokens.ts'
import { isLines, type Line, type Value } from './value.ts'

/** A point that is not there. */
const o = Number.NaN
type Data = Readonly<Record<string, readonly number[]>>

function run(source: string, data: Data, { start = 0, period = 60 } = {}): Value {
  const length = Object.values(data)[0]?.length ?? 0
  const metrics = Object.entries(data).map(([id, points]): Line => ({ id, label: id, points, metric: true }))
  const resolve = (id: string) => {
    const found = metrics.find((it) => it.id === id)
    if (!found) throw new ExpressionError(`unknown id '${id}'`)
    return found
  }
  return evaluate(parseExpression(source), { grid: { start, period, length }, metrics, resolve })
}
const points = (it: Value) => (isLines(it) ? it.map((one) => one.points) : (it as Line).points)

describe('examples of the documentation', () => {
  const data = { metric1: [30, 20, 0, 0], metric2: [20, o, 20, o] }
  test.each([
    ['(metric1 < metric2)', [0, 0, 1, 0]],
    ['(metric1 >= 30)', [1, 0, 0, 0]],
    ['(metric1 > 15 AND metric2 > 15)', [1, 0, 0, 0]],
  ])('%s', (source, wanted) => {
    expect(points(run(source, data))).toEqual(wanted)
  })

  const choice = { metric1: [1, 1, 0, 0, o], metric2: [30, o, 0, 0, 30], metric3: [0, 0, 20, o, 20] }
  test.each([
    ['IF(metric1, metric2, metric3)', [30, 0, 20, o, o]],
    ['IF(metric1, 5, metric3)', [5, 5, 20, o, o]],
    ['IF(metric1, metric2, 5)', [30, 0, 5, 5, o]],
    ['IF(metric1, metric2)', [30, 0, o, o, o]],
    ['IF(1, metric2, metric3)', [30, 0, 0, 0, 30]],
  ])('%s', (source, wanted) => {
    expect(points(run(source, choice))).toEqual(wanted)
  })
})

describe('functions', () => {
  const data = { m1: [1, o, 4, -9], m2: [o, o, 2, 3] }
  test.each<[string, unknown]>([
    ['ABS(m1)', [1, o, 4, 9]],
    ['m1 + m2', [1, o, 6, -6]],
    ['m1 / m2', [o, o, 2, -3]],
    [
      '100 / [m1, m2]',
      [
        [100, o, 25, 100 / -9],
        [o, o, 50, 100 / 3],
      ],
    ],
    ['-m1', [-1, o, -4, 9]],
    ['m1 ^ 2', [1, o, 16, 81]],
    ['FILL(m1, 0)', [1, 0, 4, -9]],
    ['FILL(m2, REPEAT)', [o, o, 2, 3]],
    ['FILL(m1, REPEAT)', [1, 1, 4, -9]],
    ['FILL(m1, LINEAR)', [1, 2.5, 4, -9]],
    ['FILL(m2, m1)', [1, o, 2, 3]],
    [
      'FILL(METRICS(), 0)',
      [
        [1, 0, 4, -9],
        [0, 0, 2, 3],
      ],
    ],
    ['RATE(m1)', [o, o, 3 / 120, -13 / 60]],
    ['DIFF(m1)', [o, o, 3, -13]],
    ['DIFF_TIME(m1)', [o, o, 120, 60]],
    ['RUNNING_SUM(m1)', [1, o, 5, -4]],
    ['m1 - MIN(m1)', [10, o, 13, 0]],
    ['m1 / PERIOD(m1)', [1 / 60, o, 4 / 60, -9 / 60]],
    ['SUM([m1, m2])', [1, o, 6, -6]],
    ['AVG([m1, m2])', [0.5, o, 3, -3]],
    ['MAX(METRICS())', [1, o, 4, 3]],
    ['SUM(METRICS("m2"))', [o, o, 2, 3]],
    ['DATAPOINT_COUNT(METRICS())', [1, o, 2, 2]],
    ['TIME_SERIES(SUM(m1))', [-4, -4, -4, -4]],
    ['FIRST(SORT(METRICS(), AVG, DESC))', [o, o, 2, 3]],
    ['SLICE(SORT(METRICS(), MAX, ASC), 1)', [[1, o, 4, -9]]],
    ['m1 / METRIC_COUNT(METRICS())', [0.5, o, 2, -4.5]],
    ['CEIL(m1 / 8) + FLOOR(m1 / 8)', [1, o, 1, -3]],
    ['LOG10(FILL(m2, 100))', [2, 2, Math.log10(2), Math.log10(3)]],
    ['MINUTE(m1)', [0, 1, 2, 3]],
    ['EPOCH(m1) - 60', [-60, 0, 60, 120]],
  ])('%s', (source, wanted) => {
    expect(points(run(source, data))).toEqual(wanted)
  })
})

test('operators agree with arithmetic, point by point', () => {
  const number = fc.integer({ min: -50, max: 50 })
  const point = fc.oneof(number, fc.constant(o))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(point, point), { minLength: 1, maxLength: 10 }),
      number,
      (pairs, scalar) => {
        const data = { a: pairs.map(([a]) => a), b: pairs.map(([, b]) => b) }
        const found = points(run(`a * ${scalar < 0 ? `(${scalar})` : scalar} - b`, data))
        const wanted = pairs.map(([a, b]) => {
          if (Number.isNaN(a) && Number.isNaN(b)) return o
          return (Number.isNaN(a) ? 0 : a * scalar) - (Number.isNaN(b) ? 0 : b)
        })
        // 0 and -0 are the same number here
        expect((found as number[]).map((it) => it + 0)).toEqual(wanted.map((it) => it + 0))
      },
    ),
  )
})

describe('what does not fit is refused', () => {
  test.each([
    ['nothing', "unknown id 'nothing'"],
    ['NOPE(m1)', 'unknown function NOPE: known are ABS'],
    ['SEARCH("x")', 'SEARCH exists on AWS only'],
    ['SUM(m1)', 'must give a time series, but gives a number'],
    ['ABS(3)', 'ABS takes a time series or an array of them, not a number'],
    ['SUM(m1, m2)', 'put several series in [ ]'],
    ['FILL(m1)', 'as its second argument, not nothing'],
    ['FILL(m1, MAX)', 'REPEAT or LINEAR'],
    ['SORT(METRICS(), MEAN, ASC)', "unknown id 'MEAN'"],
    ['[1, m1]', 'an array takes time series, not a number'],
    ['METRICS() + METRICS()', '+ cannot take an array of time series and an array of time series'],
    ['PERIOD(m1 + 1)', 'not the result of an expression'],
    ['IF("x", m1)', 'as its first argument'],
  ])('%s: %s', (source, why) => {
    const metrics: Line[] = [
      { id: 'm1', label: 'm1', points: [1], metric: true },
      { id: 'm2', label: 'm2', points: [1], metric: true },
    ]
    const resolve = (id: string) => {
      const found = metrics.find((it) => it.id === id)
      if (!found) throw new ExpressionError(`unknown id '${id}'`)
      return found
    }
    const scope = { grid: { start: 0, period: 60, length: 1 }, metrics, resolve }
    expect(() => evaluateToLines(parseExpression(source), scope)).toThrow(why)
  })
})
