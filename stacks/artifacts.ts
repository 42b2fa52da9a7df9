import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy/index.js'
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository/index.js'
import { TerraformOutput } from 'cdktf'
import type { Construct } from 'constructs'
import { repositoryName } from '../model/names.ts'
import { imagesOf } from './artifacts/artifact.ts'
import { bucket } from './constructs/bucket.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'

/** Releases of an image that are kept: what runs, and what one may roll back to. */
const KEPT_IMAGES = 10

/** Where releases are published: a repository for each image, a bucket for archives. Deployed first, and filled before the rest. */
export class ArtifactsStack extends Stack {
  /** Bucket of the archives that functions and instances run. */
  readonly bucketName: string
  readonly bucketArn: string

  constructor(scope: Construct, site: Site) {
    super(scope, site, 'artifacts')
    const { bucket: made } = bucket(this, { purpose: 'artifacts' })
    this.bucketName = made.bucket
    this.bucketArn = made.arn
    new TerraformOutput(this, 'artifact-bucket', { value: made.bucket })
    for (const id of imagesOf(site.system)) this.#repository(id)
  }

  #repository(workload: string): void {
    const { system, profile } = this.site
    const repository = new EcrRepository(this, `${workload}-repository`, {
      name: repositoryName(system, workload),
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: 'KMS' }],
      forceDelete: !profile.deletionProtection,
    })
    const old = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: KEPT_IMAGES }
    new EcrLifecyclePolicy(this, `${workload}-old-images`, {
      repository: repository.name,
      policy: JSON.stringify({ rules: [{ rulePriority: 1, selection: old, action: { type: 'expire' } }] }),
    })
  }
}
