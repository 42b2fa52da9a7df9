import { arn } from '../model/names.ts'
import { bucket } from './constructs/bucket.ts'
import type { Statement } from './policy.ts'
import type { Stack } from './stack.ts'

/** The audit's bucket, and its policy that must stand before a service writes. */
export type Bucket = ReturnType<typeof bucket>

/** Days that the audit is kept: a year, as long as an incident may take to be seen. */
const DAYS = 365

/** The one bucket of the trail. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
export function auditBucket(stack: Stack, keyArn: string): Bucket {
  const { system } = stack.site
  const trail = arn(system, 'cloudtrail', `trail/${system.id}`)
  const statements = (own: string): readonly Statement[] => [
    ofTrail('s3:GetBucketAcl', own, { 'aws:SourceArn': trail }),
    ofTrail('s3:PutObject', `${own}/AWSLogs/${system.account}/*`, {
      'aws:SourceArn': trail,
      's3:x-amz-acl': 'bucket-owner-full-control',
    }),
  ]
  return bucket(stack, { purpose: 'audit', keyArn, expireDays: DAYS, statements })
}

const ofTrail = (action: string, resource: string, StringEquals: Record<string, string>): Statement => ({
  principals: { Service: 'cloudtrail.amazonaws.com' },
  actions: [action],
  resources: [resource],
  conditions: { StringEquals },
})
