import { describe, expect, it } from 'vitest'
import type { Alarm } from '../model/kinds.ts'
import { alarmName } from '../model/names.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
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

it.each([
  ['daily', 'DAILY', cloudcafe.operations.dailyBudget.to],
  ['monthly', 'MONTHLY', cloudcafe.operations.monthlyEstimate.to],
])('the %s budget is the document’s upper figure', (id, time_unit, dollars) => {
  expect(dev.one('aws_budgets_budget', `${id}-budget`)).toMatchObject({
    time_unit,
    limit_amount: String(dollars),
    limit_unit: 'USD',
  })
})
