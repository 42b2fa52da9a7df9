import { faultDocument } from './document.ts'

const describe = { Service: 'elbv2', Api: 'DescribeRules', RuleArns: ['{{ RuleArn }}'] } as const
const modify = { Service: 'elbv2', Api: 'ModifyRule', RuleArn: '{{ RuleArn }}' } as const
const pathsAre = (Values: string | readonly string[]) => ({
  Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values } }],
})
const PATHS = '$.Rules[0].Conditions[0].PathPatternConfig.Values'
/** A path that nobody asks for. */
const NOWHERE = '/rule-withdrawn-by-a-drill'

/**
 * The document's "ALB routing rule deletion". The rule is made to match nothing, which is the same to whoever asks: one
 * that is deleted and made anew has another ARN, which neither Terraform nor the next drill would know.
 */
export const withdrawRule = faultDocument({
  description: 'Gives a listener rule a path that nobody asks for, and gives it back its own.',
  parameters: { RuleArn: 'The ARN of the rule; its first condition must be one of paths.' },
  remember: [
    {
      name: 'rule',
      action: 'aws:executeAwsApi',
      inputs: describe,
      outputs: [
        { Name: 'Paths', Selector: PATHS, Type: 'StringList' },
        { Name: 'First', Selector: `${PATHS}[0]`, Type: 'String' },
      ],
    },
  ],
  inject: [{ name: 'withdraw', action: 'aws:executeAwsApi', inputs: { ...modify, ...pathsAre([NOWHERE]) } }],
  landed: {
    action: 'aws:assertAwsResourceProperty',
    inputs: { ...describe, PropertySelector: `${PATHS}[0]`, DesiredValues: [NOWHERE] },
  },
  restore: [
    { name: 'restore', action: 'aws:executeAwsApi', inputs: { ...modify, ...pathsAre('{{ rule.Paths }}') } },
  ],
  clean: {
    action: 'aws:assertAwsResourceProperty',
    inputs: { ...describe, PropertySelector: `${PATHS}[0]`, DesiredValues: ['{{ rule.First }}'] },
  },
})
