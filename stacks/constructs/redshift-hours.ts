import type { RedshiftCluster } from '@cdktf/provider-aws/lib/redshift-cluster/index.js'
import { RedshiftScheduledAction } from '@cdktf/provider-aws/lib/redshift-scheduled-action/index.js'
import { plainTrust } from '../policy.ts'
import type { Profile } from '../profiles.ts'
import { role } from '../roles.ts'
import type { Stack } from '../stack.ts'

const SERVICE = 'scheduler.redshift.amazonaws.com'

/** Pauses a cluster and resumes it by the clock. */
export function redshiftHours(
  stack: Stack,
  id: string,
  cluster: RedshiftCluster,
  hours: NonNullable<Profile['redshiftHours']>,
): void {
  const { arn: iamRole } = role(stack, `${id}-hours`, {
    service: SERVICE,
    // this scheduler names no account when it takes the role
    trust: plainTrust(SERVICE),
    grants: [{ actions: ['redshift:PauseCluster', 'redshift:ResumeCluster'], resources: [cluster.arn] }],
  })
  const { clusterIdentifier } = cluster
  const targets = {
    pause: { pauseCluster: { clusterIdentifier } },
    resume: { resumeCluster: { clusterIdentifier } },
  }
  for (const at of ['pause', 'resume'] as const) {
    new RedshiftScheduledAction(stack, `${id}-${at}`, {
      name: `${clusterIdentifier}-${at}`,
      schedule: hours[at],
      iamRole,
      targetAction: targets[at],
    })
  }
}
