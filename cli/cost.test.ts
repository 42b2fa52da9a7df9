import { expect, it } from 'vitest'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { costText } from './cost/cost-text.ts'
import { costReport } from './cost/report.ts'

const report = costReport(cloudcafe)

it('stands beside the expected figures, as the model has them', () => {
  expect(report.expected.monthly).toEqual(cloudcafe.operations.monthlyEstimate)
  const { compute } = cloudcafe.operations.dailyShares
  expect(report.expected.groups.compute?.from).toBeCloseTo((compute.from * 730) / 24, 0)
})

it('shows each large resource, the sum of the small ones, both profiles, and every assumption with its reason', () => {
  const text = costText(report)
  const { from, to } = cloudcafe.operations.monthlyEstimate
  const { dev, prod } = report.profiles
  expect(text).toMatch(
    new RegExp(`^all +${Math.round(dev.monthlyUsd)} +${Math.round(prod.monthlyUsd)} +${from}-${to}$`, 'm'),
  )
  expect(text).toMatch(/^redshift +aws_redshift_cluster +\d+ +\d+$/m)
  expect(text).toMatch(/^\d+ others/m)
  for (const { why } of Object.values(report.assumptions)) expect(text).toContain(why)
  for (const price of report.to_be_checked) expect(text).toContain(price)
})
