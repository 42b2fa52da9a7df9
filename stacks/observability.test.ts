import { describe, expect, it } from 'vitest'
import type { Alarm } from '../model/kinds.ts'
import { alarmName } from '../model/names.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { siteOf } from './config.ts'
import { estimateOf } from './cost/estimate.ts'
import { type Block, reference, synthesised } from './fixtures/synthesised.ts'

const dev = synthesised()
const alarms = Object.entries(cloudcafe.alarms as Readonly<Record<string, Alarm>>)

describe.each(alarms)('alarm %s', (id, alarm) => {
  if (alarm.kind === 'composite') {
    it('is on when one of its children is', () => {
      const { alarm_rule, alarm_name } = dev.one('aws_cloudwatch_composite_alarm', id)
      expect(alarm_name).toBe(alarmName(cloudcafe, id))
      for (const child of alarm.anyOf) expect(alarm_rule).toContain(child)
      expect(alarm_rule.split(' OR ')).toHaveLength(alarm.anyOf.length)
    })
    return
  }

  it('compares with the model’s threshold over the model’s window', () => {
    expect(dev.one('aws_cloudwatch_metric_alarm', id)).toMatchObject({
      alarm_name: alarmName(cloudcafe, id),
      comparison_operator: alarm.comparison,
      threshold: alarm.threshold,
      evaluation_periods: alarm.evaluationPeriods,
      datapoints_to_alarm: alarm.datapointsToAlarm,
    })
  })

  it('returns one value, and asks CloudWatch for no more metrics than it takes', () => {
    const queries: Block[] = dev.one('aws_cloudwatch_metric_alarm', id).metric_query
    expect(queries.filter((it) => it.return_data)).toHaveLength(1)
    expect(queries.filter((it) => it.metric).length).toBeLessThanOrEqual(10)
  })

  it('is told to people by a composite that it is in', () => {
    const told = alarms.filter(([, it]) => it.kind === 'composite' && it.anyOf.includes(id))
    expect(told.length).toBeGreaterThan(0)
    for (const [composite] of told) {
      const { alarm_actions } = dev.one('aws_cloudwatch_composite_alarm', composite)
      expect(alarm_actions).toEqual([reference('aws_sns_topic', 'alerts').replace('.id}', '.arn}')])
    }
  })
})

it.each(['order', 'inventory', 'menu', 'loyalty', 'payment', 'analytics'])(
  'service %s of the document has one composite',
  (service) => {
    expect(dev.one('aws_cloudwatch_composite_alarm', `${service}-health`).alarm_rule).toMatch(/ALARM\(/)
  },
)

it.each([
  ['daily', 'DAILY', cloudcafe.operations.dailyBudget.to],
  ['monthly', 'MONTHLY', cloudcafe.operations.monthlyEstimate.to],
])('the %s budget of dev is the document’s upper figure', (id, time_unit, dollars) => {
  expect(dev.one('aws_budgets_budget', `${id}-budget`)).toMatchObject({
    time_unit,
    limit_amount: String(dollars),
    limit_unit: 'USD',
  })
})

it.each(['dev', 'prod'] as const)('the budgets of %s are above what it costs', (CAFE_STAGE) => {
  const { monthlyUsd } = estimateOf(siteOf(cloudcafe, { CAFE_STAGE }))
  const limitOf = (id: string) =>
    Number(synthesised({ CAFE_STAGE }).one('aws_budgets_budget', `${id}-budget`).limit_amount)
  expect(limitOf('monthly')).toBeGreaterThan(monthlyUsd)
  expect(limitOf('daily')).toBeGreaterThan((monthlyUsd * 12) / 365)
})

describe.each(['dev', 'prod'])('the dashboard of services in %s', (CAFE_STAGE) => {
  const { dashboard_body } = synthesised({ CAFE_STAGE }).one('aws_cloudwatch_dashboard', 'services')
  const rows: readonly (readonly unknown[])[] = JSON.parse(dashboard_body).widgets.flatMap(
    (it: Block) => it.properties.metrics,
  )
  /** Values of a dimension over all lines of a namespace. */
  const valuesOf = (namespace: string, dimension: string): readonly unknown[] =>
    rows.filter(([it]) => it === namespace).map((row) => row[row.indexOf(dimension) + 1])

  it('asks under the dimensions that AWS makes', () => {
    const suffixes = [...valuesOf('AWS/ApplicationELB', 'LoadBalancer')]
    expect(suffixes.length).toBeGreaterThan(0)
    for (const it of suffixes) expect(it).toMatch(/aws_lb.*arn_suffix/)
    for (const it of valuesOf('ECS/ContainerInsights', 'ClusterName')) expect(it).toBe(cloudcafe.id)
  })

  it('has a line for each node of the cache', () => {
    const { num_cache_clusters } = synthesised({ CAFE_STAGE }).one(
      'aws_elasticache_replication_group',
      'elasticache',
    )
    const hits = rows.filter((row) => row[1] === 'CacheHits')
    expect(hits).toHaveLength(num_cache_clusters)
  })

  it('has no more lines in a plot than CloudWatch draws', () => {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
    for (const it of JSON.parse(dashboard_body).widgets)
      expect(it.properties.metrics.length).toBeLessThanOrEqual(500)
  })
})
