import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js'
import { LocalBackend, S3Backend, TerraformStack } from 'cdktf'
import type { Construct } from 'constructs'
import { stackName } from '../model/names.ts'
import type { Site } from './site.ts'

/** A stack of a site: its provider, its default tags and its state. It is deployed after the one made before it. */
export class Stack extends TerraformStack {
  readonly site: Site

  constructor(scope: Construct, site: Site, name: string) {
    super(scope, stackName(site.system, name))
    this.site = site
    // names are known before what bears them is made, so references alone would not keep the order
    const before = scope.node.children.filter((it) => it instanceof Stack && it !== this).at(-1)
    if (before instanceof Stack) this.addDependency(before)
    const { system, profileId } = site
    new AwsProvider(this, 'aws', {
      region: system.region,
      // a deployment with another account's credentials ends before anything is made
      allowedAccountIds: [system.account],
      defaultTags: [{ tags: { System: system.id, Profile: profileId } }],
    })
    stateOf(this, site)
  }
}

/** State in S3 under a lock where a bucket is given, or in files beside the folder of the output. */
function stateOf(stack: Stack, { system, profileId, stateBucket }: Site): void {
  const id = stack.node.id
  if (!stateBucket) {
    new LocalBackend(stack, { path: `../../../terraform.${profileId}.${id}.tfstate` })
    return
  }
  const key = `${system.id}/${profileId}/${id}.tfstate`
  new S3Backend(stack, { bucket: stateBucket, key, region: system.region, encrypt: true })
  // cdktf 0.21 does not know the lock file of Terraform 1.10
  stack.addOverride('terraform.backend.s3.use_lockfile', true)
}
