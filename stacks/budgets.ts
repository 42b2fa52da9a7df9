import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget/index.js'
import { stackName } from '../model/names.ts'
import type { Stack } from './stack.ts'

/** What a day and a month may cost; beyond it, and where a month is about to go beyond it, the topic is told. */
export function budgets(stack: Stack, topicArn: string): void {
  const { system, profile } = stack.site
  const { dailyBudget, monthlyEstimate } = system.operations
  const { daily, monthly } = profile.budget ?? { daily: dailyBudget.to, monthly: monthlyEstimate.to }
  budget(stack, 'daily', daily, ['ACTUAL'], topicArn)
  // AWS forecasts months, not days
  budget(stack, 'monthly', monthly, ['ACTUAL', 'FORECASTED'], topicArn)
}

function budget(
  stack: Stack,
  unit: 'daily' | 'monthly',
  dollars: number,
  told: readonly ('ACTUAL' | 'FORECASTED')[],
  topicArn: string,
): void {
  const { system } = stack.site
  new BudgetsBudget(stack, `${unit}-budget`, {
    name: stackName(system, unit),
    budgetType: 'COST',
    timeUnit: unit.toUpperCase(),
    limitAmount: String(dollars),
    limitUnit: 'USD',
    // what bears the system's tag, once it is activated as a cost allocation tag
    costFilter: [{ name: 'TagKeyValue', values: [`user:System$${system.id}`] }],
    notification: told.map((notificationType) => ({
      notificationType,
      comparisonOperator: 'GREATER_THAN',
      threshold: 100,
      thresholdType: 'PERCENTAGE',
      subscriberSnsTopicArns: [topicArn],
    })),
  })
}
