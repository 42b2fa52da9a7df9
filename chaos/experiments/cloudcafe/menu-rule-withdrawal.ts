import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** The document's "ALB routing rule deletion": whoever asks for the menu gets the listener's 404, which is no 5XX. */
export const menuRuleWithdrawal = experiment(cloudcafe, {
  id: 'menu-rule-withdrawal',
  description: 'The load balancer knows no way to the menu for three minutes.',
  stopConditions: ['high-error-rate', 'order-fast-burn'],
  targets: {},
  actions: {
    withdraw: {
      actionId: 'aws:ssm:start-automation-execution',
      document: 'withdraw-rule',
      parameters: { RuleArn: { ruleOf: 'alb', to: 'menu' }, Duration: 'PT3M' },
      maxDuration: 'PT10M',
    },
  },
})
