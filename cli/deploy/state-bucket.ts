import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'

/** Region that S3 takes for granted, and refuses to be told. */
const DEFAULT_REGION = 'us-east-1'

/**
 * Makes the bucket of Terraform's state where there is none; true where it did. Keeps it private and versioned each time,
 * as an earlier run may have ended between the steps. Throws for a bucket that belongs to somebody else.
 */
export async function ensureStateBucket(Bucket: string, region: string, s3: S3Client): Promise<boolean> {
  const missing = !(await isThere(s3, Bucket))
  if (missing) await create(Bucket, region, s3)
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  }
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
  return missing
}

async function create(Bucket: string, region: string, s3: S3Client): Promise<void> {
  const LocationConstraint = region as BucketLocationConstraint
  const elsewhere = region === DEFAULT_REGION ? {} : { CreateBucketConfiguration: { LocationConstraint } }
  await s3.send(new CreateBucketCommand({ Bucket, ...elsewhere }))
}

async function isThere(s3: S3Client, Bucket: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket }))
    return true
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false
    throw error
  }
}
