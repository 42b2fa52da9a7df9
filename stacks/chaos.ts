import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry/index.js'
import { TerraformOutput } from 'cdktf'
import type { Construct } from 'constructs'
import { documentIds } from '../chaos/documents/index.ts'
import { faultServiceAccount } from '../model/names.ts'
import { document } from './constructs/document.ts'
import { experiment } from './constructs/experiment.ts'
import { logGroup } from './constructs/log-group.ts'
import type { EdgeStack } from './edge.ts'
import type { EksStack } from './eks.ts'
import { faultRights } from './fault-rights.ts'
import type { Statement } from './policy.ts'
import { role } from './roles.ts'
import type { SecurityStack } from './security.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'

/** How FIS hands its log to CloudWatch. https://docs.aws.amazon.com/fis/latest/userguide/monitoring-logging.html */
const DELIVERY: Statement = {
  actions: [
    'logs:CreateLogDelivery',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  resources: ['*'],
  because: 'a delivery of logs has no ARN before it is made',
}

/** Every experiment as a template of FIS, and the role that it acts in. */
export class ChaosStack extends Stack {
  /** Ids of the templates, by experiment. */
  readonly templates: Readonly<Record<string, string>>

  constructor(
    scope: Construct,
    site: Site,
    security: SecurityStack,
    eks: EksStack | undefined,
    edge: EdgeStack,
  ) {
    super(scope, site, 'chaos')
    const { system, experiments } = site
    const actions = experiments.flatMap((it) => Object.values(it.actions).map(({ actionId }) => actionId))
    const acting = role(this, 'fis', {
      service: 'fis.amazonaws.com',
      grants: [...faultRights(system, actions), DELIVERY],
    })
    // the user as which FIS comes into the cluster has no rights but those of `constructs/fault-account.ts`
    if (eks)
      new EksAccessEntry(this, 'cluster-entry', {
        clusterName: eks.cluster.name,
        principalArn: acting.arn,
        userName: faultServiceAccount(system),
      })
    for (const id of documentIds) document(this, id)
    const { arn: logGroupArn } = logGroup(this, 'fis', `/aws/fis/${system.id}`, security.keys.logs)
    const arns = { ruleOf: (entry: string, workload: string) => edge.ruleArnOf(entry, workload) }
    this.templates = Object.fromEntries(
      experiments.map((it) => [
        it.id,
        experiment(it, { stack: this, roleArn: acting.arn, logGroupArn, arns }).id,
      ]),
    )
    for (const [id, value] of Object.entries(this.templates))
      new TerraformOutput(this, `${id}-template`, { value })
  }
}
