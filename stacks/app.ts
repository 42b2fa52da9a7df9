import { App, TerraformStack } from 'cdktf'
import type { Site } from './site.ts'

/** Makes the stacks of a site, in the order in which they are deployed. */
export type Compose = (app: App, site: Site) => void

/** Writes the Terraform of a site's stacks to `outdir` (`stacks/<name>/cdk.tf.json` each); gives their names in order. */
export function synth(site: Site, outdir: string, compose: Compose): readonly string[] {
  const app = new App({ outdir })
  compose(app, site)
  app.synth()
  return app.node.children.filter(TerraformStack.isStack).map((it) => it.node.id)
}
