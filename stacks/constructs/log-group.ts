import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js'
import type { Stack } from '../stack.ts'

/**
 * A log group that keeps its lines as long as the profile says. What AWS itself writes to it in the account's name is to
 * depend on it: where a writer goes after its group, AWS makes the group again, and the next deployment finds it there.
 */
export function logGroup(
  stack: Stack,
  id: string,
  name: string,
  keyArn: string,
  region?: string,
): CloudwatchLogGroup {
  const { system, profileId } = stack.site
  return new CloudwatchLogGroup(stack, `${id}-logs`, {
    ...(region ? { region } : {}),
    name,
    retentionInDays: system.operations.logRetentionDays[profileId],
    kmsKeyId: keyArn,
  })
}
