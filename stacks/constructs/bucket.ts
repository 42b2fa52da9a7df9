import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js'
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js'
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy/index.js'
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js'
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js'
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning/index.js'
import { bucketName } from '../../model/names.ts'
import { onlyTls, policy, type Statement } from '../policy.ts'
import type { Stack } from '../stack.ts'

/** What a bucket is for, how long it keeps things (for ever where absent), and who beside the account's own roles may use it. */
export interface BucketOf {
  readonly purpose: string
  /** Key that encrypts it; S3's own where absent, as some services (a balancer's logs) write with no other. */
  readonly keyArn?: string
  readonly expireDays?: number
  /** Statements of its policy, given its ARN. */
  readonly statements?: (arn: string) => readonly Statement[]
}

/** A private bucket: encrypted, versioned, over TLS only, emptied by age. Its policy stands before anyone writes. */
export function bucket(
  stack: Stack,
  it: BucketOf,
): { readonly bucket: S3Bucket; readonly policy: S3BucketPolicy } {
  const id = `${it.purpose}-bucket`
  const made = new S3Bucket(stack, id, {
    bucket: bucketName(stack.site.system, it.purpose),
    forceDestroy: !stack.site.profile.deletionProtection,
  })
  new S3BucketPublicAccessBlock(stack, `${id}-private`, {
    bucket: made.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  })
  new S3BucketVersioningA(stack, `${id}-versions`, {
    bucket: made.id,
    versioningConfiguration: { status: 'Enabled' },
  })
  encryption(stack, id, made, it.keyArn)
  if (it.expireDays !== undefined) expiry(stack, id, made, it.expireDays)
  const resources = [made.arn, `${made.arn}/*`]
  const statements = [onlyTls('s3:*', resources), ...(it.statements?.(made.arn) ?? [])]
  return {
    bucket: made,
    policy: new S3BucketPolicy(stack, `${id}-policy`, { bucket: made.id, policy: policy(statements) }),
  }
}

function encryption(stack: Stack, id: string, { id: name }: S3Bucket, keyArn: string | undefined): void {
  const own = { sseAlgorithm: 'AES256' }
  new S3BucketServerSideEncryptionConfigurationA(stack, `${id}-encryption`, {
    bucket: name,
    rule: [
      keyArn
        ? {
            applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
            bucketKeyEnabled: true,
          }
        : { applyServerSideEncryptionByDefault: own },
    ],
  })
}

function expiry(stack: Stack, id: string, { id: name }: S3Bucket, days: number): void {
  new S3BucketLifecycleConfiguration(stack, `${id}-expiry`, {
    bucket: name,
    rule: [
      {
        id: 'expire',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        expiration: [{ days }],
        noncurrentVersionExpiration: [{ noncurrentDays: days }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
      },
    ],
  })
}
