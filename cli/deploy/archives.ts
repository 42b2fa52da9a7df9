import { HeadObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import type { System } from '../../model/kinds.ts'
import { artifactKey, bucketName } from '../../model/names.ts'
import type { Artifact } from '../../stacks/artifacts/artifact.ts'
import { zip } from '../../stacks/artifacts/zip.ts'

/**
 * Puts a system's archives into its artifact bucket, which the artifacts' stack has made; gives the keys that are new.
 * A key that is there is the same content under its name, and stays.
 */
export async function publishArchives(
  system: System,
  artifacts: readonly Artifact[],
  s3: S3Client,
): Promise<readonly string[]> {
  const Bucket = bucketName(system, 'artifacts')
  const published: string[] = []
  for (const { id, form, release, files } of artifacts) {
    const at = { Bucket, Key: artifactKey(id, release) }
    if (form !== 'archive' || (await isThere(s3, at))) continue
    await s3.send(new PutObjectCommand({ ...at, Body: zip(files), ContentType: 'application/zip' }))
    published.push(at.Key)
  }
  return published
}

async function isThere(
  s3: S3Client,
  at: { readonly Bucket: string; readonly Key: string },
): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand(at))
    return true
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false
    throw error
  }
}
