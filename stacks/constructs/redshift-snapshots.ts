import type { RedshiftCluster } from '@cdktf/provider-aws/lib/redshift-cluster/index.js'
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule/index.js'
import { arn, redshiftClusterId } from '../../model/names.ts'
import { role } from '../roles.ts'
import type { Stack } from '../stack.ts'

/** Sunday, within the hours in which the warehouse is up in every profile: one that sleeps cannot be copied. */
const WEEKLY = 'cron(0 15 ? * SUN *)'
const KEPT_DAYS = 35

/** The document's weekly manual snapshots: they outlive the automatic ones, and each goes after its time. */
export function redshiftSnapshots(stack: Stack, id: string, cluster: RedshiftCluster): void {
  const { system } = stack.site
  const name = redshiftClusterId(system, id)
  const actor = role(stack, `${id}-snapshots`, {
    service: 'scheduler.amazonaws.com',
    grants: [
      {
        actions: ['redshift:CreateClusterSnapshot'],
        resources: [cluster.arn, arn(system, 'redshift', `snapshot:${name}/weekly-*`)],
      },
    ],
  })
  new SchedulerSchedule(stack, `${id}-weekly-snapshot`, {
    name: `${name}-weekly-snapshot`,
    scheduleExpression: WEEKLY,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: 'arn:aws:scheduler:::aws-sdk:redshift:createClusterSnapshot',
      roleArn: actor.arn,
      input: JSON.stringify({
        ClusterIdentifier: name,
        SnapshotIdentifier: 'weekly-<aws.scheduler.execution-id>',
        ManualSnapshotRetentionPeriod: KEPT_DAYS,
      }),
    },
  })
}
