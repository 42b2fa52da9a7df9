import { beforeEach, describe, expect, test } from 'vitest'
import type { Input } from '../operations/inputs.ts'
import { MetricStore } from '../store/metrics.ts'
import { Alarms } from './alarms.ts'

/** A full minute of the epoch, in seconds. */
const START = 1_800_000_000
let now: number
let store: MetricStore
let alarms: Alarms

beforeEach(() => {
  now = START
  store = new MetricStore()
  alarms = new Alarms({ store, now: () => now * 1000, arnOf: (name) => `arn:${name}` })
})

const config = (over: Partial<Input<'PutMetricAlarm'>> = {}): Input<'PutMetricAlarm'> => ({
  AlarmName: 'high',
  Namespace: 'N',
  MetricName: 'm',
  Statistic: 'Sum',
  Period: 10,
  EvaluationPeriods: 2,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
  ...over,
})
/** Puts one value into the metric and lets ten seconds pass, with an evaluation at their end. */
function pass(value?: number) {
  if (value !== undefined) store.open('N', 'm', {})!.add(now, value)
  now += 10
  alarms.evaluate(now)
  return alarms.find('high')!.state.value
}

describe('a metric alarm', () => {
  test('is born without data, fires after N breaches and clears at the first good datapoint', () => {
    alarms.putMetric(config())
    expect(alarms.find('high')!.state).toMatchObject({ value: 'INSUFFICIENT_DATA', reason: /Unchecked/ })
    expect([9, 9, 9, 1].map(pass)).toEqual(['INSUFFICIENT_DATA', 'ALARM', 'ALARM', 'OK'])
    const { reason, reasonData } = alarms.find('high')!.state
    expect(reason).toBe(
      'Threshold Crossed: 1 out of the last 2 datapoints [1.0 (15/01/27 08:00:30)] was not greater than the threshold (5.0) (minimum 1 datapoint for ALARM -> OK transition).',
    )
    expect(JSON.parse(reasonData!)).toMatchObject({ period: 10, threshold: 5, recentDatapoints: [9, 1] })
  })

  test('sees the values of its unit only', () => {
    alarms.putMetric(config({ Unit: 'Seconds', EvaluationPeriods: 1 }))
    store.open('N', 'm', {}, 'Milliseconds')!.add(now, 900)
    expect(pass()).toBe('INSUFFICIENT_DATA')
    store.open('N', 'm', {}, 'Milliseconds')!.add(now, 900)
    store.open('N', 'm', {}, 'Seconds')!.add(now, 1)
    expect(pass()).toBe('OK')
  })

  test('with a minute or more is evaluated each minute only', () => {
    alarms.putMetric(config({ Period: 60, EvaluationPeriods: 1 }))
    const states = Array.from({ length: 6 }, () => pass(9))
    expect(states).toEqual([...new Array(5).fill('INSUFFICIENT_DATA'), 'ALARM'])
  })

  test('set by hand keeps its state until the next evaluation', () => {
    alarms.putMetric(config())
    for (const value of [1, 1]) pass(value)
    alarms.setState('high', 'ALARM', 'a drill')
    expect(alarms.find('high')!.state).toMatchObject({ value: 'ALARM', reason: 'a drill' })
    expect(pass(1)).toBe('OK')
  })

  test('keeps its state and its tags when its configuration changes', () => {
    alarms.putMetric(config({ Tags: [{ Key: 'a', Value: 'b' }] }))
    for (const value of [9, 9]) pass(value)
    alarms.putMetric(config({ Threshold: 100 }))
    expect(alarms.find('high')).toMatchObject({ state: { value: 'ALARM' }, tags: new Map([['a', 'b']]) })
    expect(pass(9)).toBe('OK')
  })

  test('waits for enough samples of a percentile where it is told to', () => {
    const p90 = { Statistic: undefined, ExtendedStatistic: 'p90', EvaluationPeriods: 1 }
    const { Statistic: _, ...rest } = config({ ...p90, EvaluateLowSampleCountPercentile: 'ignore' } as never)
    alarms.putMetric(rest)
    expect(pass(9)).toBe('INSUFFICIENT_DATA')
    for (let sample = 0; sample < 99; sample++) store.open('N', 'm', {})!.add(now, 9)
    expect(pass(9)).toBe('ALARM')
  })

  test.each<[string, Partial<Input<'PutMetricAlarm'>>, string]>([
    ['odd periods', { Period: 15 }, 'Period 15 must be'],
    ['periods too short', { Period: 5 }, 'must be 10, 20, 30 or a multiple of 60'],
    ['M above N', { DatapointsToAlarm: 3 }, 'DatapointsToAlarm (3) must not exceed EvaluationPeriods (2)'],
    ['windows above a day', { Period: 1800, EvaluationPeriods: 49 }, 'more than a day'],
    ['windows of hours above a week', { Period: 3600, EvaluationPeriods: 169 }, 'more than a week'],
    ['actions that are no ARN', { OKActions: ['pager'] }, 'Invalid arn syntax: pager'],
    ['two statistics', { ExtendedStatistic: 'p99' }, 'Exactly one of Statistic and ExtendedStatistic'],
    [
      'metric and math at once',
      { Metrics: [{ Id: 'a', Expression: 'TIME_SERIES(1)' }] },
      'not be given together',
    ],
  ])('refuses %s and leaves the old one as it was', (_, over, why) => {
    alarms.putMetric(config())
    expect(() => alarms.putMetric(config(over))).toThrow(why)
    expect(alarms.find('high')!.config).toEqual(config())
  })
})

describe('an alarm on metric math', () => {
  const metric = (Id: string, Period = 10) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'N', MetricName: Id }, Period, Stat: 'Sum' },
  })
  type Queries = NonNullable<Input<'PutMetricAlarm'>['Metrics']>
  const math = (Metrics: Queries): Input<'PutMetricAlarm'> => ({
    AlarmName: 'high',
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
    Metrics,
  })

  test('compares what its expression gives', () => {
    alarms.putMetric(
      math([metric('m'), metric('all'), { Id: 'share', Expression: '100 * FILL(m, 0) / all' }]),
    )
    store.open('N', 'all', {})!.add(now, 100)
    expect(pass(5)).toBe('OK')
    store.open('N', 'all', {})!.add(now, 100)
    expect(pass(6)).toBe('ALARM')
  })

  test.each<[string, Queries, string]>([
    ['syntax', [metric('m'), { Id: 'e', Expression: 'm +' }], "Error in expression 'e': it ends too early"],
    ['an unknown id', [metric('m'), { Id: 'e', Expression: 'm + n' }], "unknown id 'n': known are m, e"],
    ['itself', [{ Id: 'e', Expression: 'e + 1' }], "Expression 'e' refers to itself"],
    ['a scalar', [metric('m'), { Id: 'e', Expression: 'SUM(m)' }], 'must give a time series'],
    ['an array', [metric('m'), { Id: 'e', Expression: 'METRICS()' }], 'gives several time series'],
    ['two results', [metric('m'), { Id: 'e', Expression: 'm' }, { Id: 'f', Expression: 'm' }], 'not 2'],
    [
      'mixed periods',
      [metric('m'), metric('n', 60), { Id: 'e', Expression: 'm + n' }],
      'mixes periods (10, 60)',
    ],
    ['a wrong id', [{ Id: 'Big', Expression: 'TIME_SERIES(1)' }], "id 'Big' must match"],
    ['an id twice', [metric('m'), metric('m')], "id 'm' is used twice"],
  ])('refuses %s', (_, metrics, why) => {
    expect(() => alarms.putMetric(math(metrics))).toThrow(why)
    expect(alarms.all()).toEqual([])
  })
})

describe('a composite alarm', () => {
  const composite = (AlarmName: string, AlarmRule: string) => alarms.putComposite({ AlarmName, AlarmRule })

  test('follows its children at once, through several levels', () => {
    const seen: string[] = []
    alarms.putMetric(config())
    composite('parent', 'ALARM("high")')
    composite('grandparent', 'NOT OK(arn:parent)')
    alarms.subscribe(({ name, to }) => seen.push(`${name} ${to}`))
    alarms.setState('high', 'ALARM', 'a drill')
    alarms.setState('high', 'OK', 'over')
    const down = ['high OK', 'parent OK', 'grandparent OK']
    expect(seen).toEqual(['high ALARM', 'parent ALARM', 'grandparent ALARM', ...down])
    expect(JSON.parse(alarms.find('parent')!.state.reasonData!).triggeringAlarms[0].arn).toBe('arn:high')
  })

  test('of a cycle comes to an end', () => {
    composite('a', 'FALSE')
    composite('b', 'ALARM(a)')
    composite('a', 'NOT ALARM(b)')
    expect([alarms.find('a')!.state.value, alarms.find('b')!.state.value]).toEqual(['ALARM', 'ALARM'])
  })

  test('is refused where it names alarms that do not exist', () => {
    expect(() => composite('c', 'ALARM(x) OR OK(y)')).toThrow('do not exist: x, y')
  })
})

test('the history tells of birth, change and end, oldest first', () => {
  alarms.putMetric(config({ EvaluationPeriods: 1 }))
  pass(9)
  alarms.delete(['high'])
  expect(alarms.history.items().map((it) => it.summary)).toEqual([
    'Alarm "high" created',
    'Alarm updated from INSUFFICIENT_DATA to ALARM',
    'Alarm "high" deleted',
  ])
})

describe('deleting', () => {
  const composite = (AlarmName: string, AlarmRule: string) => alarms.putComposite({ AlarmName, AlarmRule })
  const names = () => alarms.all().map((it) => it.name)
  beforeEach(() => {
    for (const AlarmName of ['a', 'b', 'c']) alarms.putMetric(config({ AlarmName }))
  })

  test('deletes those that exist, and refuses where none does', () => {
    alarms.delete(['a', 'nope'])
    expect(names()).toEqual(['b', 'c'])
    expect(() => alarms.delete(['nope', 'neither'])).toThrow("'nope', 'neither'")
  })

  test.each([
    ['by name', 'ALARM("a")', ['a']],
    ['by ARN', 'OK(b) OR NOT ALARM(arn:a)', ['a']],
    ['in a chain', 'ALARM(parent)', ['parent']],
  ])('refuses the child of a composite, %s', (_, rule, child) => {
    composite('parent', 'TRUE')
    composite('top', rule)
    const before = names()
    expect(() => alarms.delete(['c', ...child])).toThrow(
      `Cannot delete ${child[0]} as there are composite alarm(s) depending on it.`,
    )
    expect(names()).toEqual(before)
  })

  test('names every child that is needed', () => {
    composite('top', 'ALARM(a) AND ALARM(b)')
    expect(() => alarms.delete(['a', 'b', 'c'])).toThrow(
      'Cannot delete a,b as there are composite alarm(s) depending on them.',
    )
  })

  test('goes by the rule as it is now', () => {
    composite('top', 'ALARM(a)')
    composite('top', 'ALARM(b)')
    alarms.delete(['a'])
    expect(names()).toEqual(['b', 'c', 'top'])
  })

  test('takes a composite with its children, and one composite in one call', () => {
    composite('top', 'ALARM(a)')
    composite('other', 'ALARM(a)')
    expect(() => alarms.delete(['top', 'other'])).toThrow('one composite alarm in one call')
    expect(() => alarms.delete(['top', 'a'])).toThrow('Cannot delete a')
    alarms.delete(['other'])
    alarms.delete(['a', 'top'])
    expect(names()).toEqual(['b', 'c'])
  })

  test('of a cycle needs the cycle broken first', () => {
    composite('x', 'FALSE')
    composite('y', 'ALARM(x)')
    composite('x', 'ALARM(y)')
    expect(() => alarms.delete(['x'])).toThrow('Cannot delete x')
    expect(() => alarms.delete(['y'])).toThrow('Cannot delete y')
    composite('x', 'FALSE')
    alarms.delete(['y'])
    alarms.delete(['x'])
    expect(names()).toEqual(['a', 'b', 'c'])
  })
})

test('an alarm keeps its kind', () => {
  alarms.putMetric(config())
  expect(() => alarms.putComposite({ AlarmName: 'high', AlarmRule: 'TRUE' })).toThrow(
    'exists as a metric alarm',
  )
})
