import { describe, expect, it } from 'vitest'
import type { Figure } from '../../dashboards/panels/panel.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { MetricStore } from '../aws/cloudwatch/store/metrics.ts'
import { statistic, values } from '../aws/cloudwatch/store/statistic.ts'
import { readings } from './readings.ts'

const NOW = 1_800_000_000

function testReadings(puts: readonly (readonly [ago: number, value: number])[]) {
  const store = new MetricStore()
  for (const [ago, value] of puts) store.open('N', 'm', {}, 'Count')!.add(NOW - ago, value)
  return readings(cloudcafe, {
    read: (metric, stat, grid) => values(store.series(metric, grid), grid, statistic(stat)!),
  })
}
const figure = (stat: string, more: Partial<Figure> = {}): Figure => ({
  label: '',
  unit: 'count',
  metrics: [{ namespace: 'N', name: 'm', stat, dimensions: {} }],
  ...more,
})

describe('figures', () => {
  it('are by the second where they count, and nothing put is none', () => {
    expect(
      testReadings([
        [0, 30],
        [9, 20],
      ]).now(figure('Sum'), NOW),
    ).toBe(5)
    expect(testReadings([]).now(figure('Sum'), NOW)).toBe(0)
  })

  it('smooth seconds that hold two puts or none', () => {
    expect(
      testReadings([
        [0, 0],
        [1, 12],
        [2, 0],
      ]).over(figure('Sum'), NOW, NOW),
    ).toEqual([4])
  })

  it('keep a level until it is too old', () => {
    const level = testReadings([[20, 7]])
    expect(level.over(figure('Maximum'), NOW - 20, NOW)).toEqual([
      ...new Array(15).fill(7),
      ...new Array(6).fill(null),
    ])
  })

  it('give what stands for no value, where a figure says so', () => {
    expect(testReadings([]).now(figure('Maximum'), NOW)).toBeNull()
    expect(testReadings([]).now(figure('Maximum', { otherwise: 0 }), NOW)).toBe(0)
  })

  it('take a percentile over all values of the seconds, and have none without', () => {
    expect(
      testReadings([
        [0, 1],
        [1, 2],
        [2, 9],
      ]).now(figure('p95'), NOW),
    ).toBe(9)
    expect(testReadings([]).now(figure('p95'), NOW)).toBeNull()
  })

  it('add up metrics', () => {
    const metric = figure('Sum').metrics[0]
    expect(testReadings([[0, 10]]).now(figure('Sum', { metrics: [metric, metric] }), NOW)).toBe(2)
  })
})
