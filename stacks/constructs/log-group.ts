import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js'
import type { Stack } from '../stack.ts'

/** A log group that keeps its lines as long as the profile says; returns its ARN. */
export function logGroup(stack: Stack, id: string, name: string, keyArn: string): string {
  const { system, profileId } = stack.site
  const made = new CloudwatchLogGroup(stack, `${id}-logs`, {
    name,
    retentionInDays: system.operations.logRetentionDays[profileId],
    kmsKeyId: keyArn,
  })
  return made.arn
}
