import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js'
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic/index.js'
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy/index.js'
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription/index.js'
import { TerraformOutput } from 'cdktf'
import type { Construct } from 'constructs'
import { alarmWidgets } from '../dashboards/alarms.ts'
import { serviceWidgets } from '../dashboards/services.ts'
import type { Widget } from '../dashboards/widget.ts'
import type { Metric } from '../model/kinds.ts'
import { stackName } from '../model/names.ts'
import { budgets } from './budgets.ts'
import { alarms } from './constructs/alarm.ts'
import type { EdgeStack } from './edge.ts'
import { ALERTS_EMAIL } from './given.ts'
import { asMeasured, observed } from './observed.ts'
import { onlyTls, policy } from './policy.ts'
import type { SecurityStack } from './security.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'
import { givenValue } from './variable.ts'

/** Alarms, dashboards, budgets, and the topic that tells people of them. Log groups stand beside what writes to them. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, site: Site, edge: EdgeStack, security: SecurityStack) {
    super(scope, site, 'observability')
    const topicArn = this.#topic(security.keys.messages)
    const system = observed({ site, edge })
    alarms(this, system, topicArn)
    const asHere = (metric: Metric) => asMeasured(metric, { site, edge })
    this.#dashboard('dashboard', system.id, alarmWidgets(system, 1))
    this.#dashboard('services', stackName(system, 'services'), serviceWidgets(site.system, asHere))
    budgets(this, topicArn)
  }

  #dashboard(id: string, dashboardName: string, widgets: readonly Widget[]): void {
    new CloudwatchDashboard(this, id, { dashboardName, dashboardBody: JSON.stringify({ widgets }) })
  }

  /** Tells the address that whoever deploys gives; others subscribe by its ARN, which is an output. */
  #topic(keyArn: string): string {
    const { system } = this.site
    const topic = new SnsTopic(this, 'alerts', { name: stackName(system, 'alerts'), kmsMasterKeyId: keyArn })
    new SnsTopicPolicy(this, 'alerts-policy', {
      arn: topic.arn,
      policy: policy([
        onlyTls('sns:Publish', [topic.arn]),
        {
          principals: { Service: ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'] },
          actions: ['sns:Publish'],
          resources: [topic.arn],
          conditions: { StringEquals: { 'aws:SourceAccount': system.account } },
        },
      ]),
    })
    new SnsTopicSubscription(this, 'alerts-email', {
      topicArn: topic.arn,
      protocol: 'email',
      endpoint: givenValue(this, ALERTS_EMAIL),
    })
    new TerraformOutput(this, 'alerts-topic', { value: topic.arn })
    return topic.arn
  }
}
