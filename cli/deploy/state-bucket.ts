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
 * Makes the bucket of Terraform's state where there is none: private, with versions to go back to; true where it did.
 * A bucket that is somebody else's is an error.
 */
export async function ensureStateBucket(Bucket: string, region: string, s3: S3Client): Promise<boolean> {
  if (await isThere(s3, Bucket)) return false
  const LocationConstraint = region as BucketLocationConstraint
  const elsewhere = region === DEFAULT_REGION ? {} : { CreateBucketConfiguration: { LocationConstraint } }
  await s3.send(new CreateBucketCommand({ Bucket, ...elsewhere }))
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  }
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
  return true
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
