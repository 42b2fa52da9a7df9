import { App } from 'cdktf'
import type { Site } from './config.ts'

/** Makes the stacks of a site, in the order in which they are deployed. */
export type Compose = (app: App, site: Site) => void

/** Writes the Terraform of a site's stacks to `outdir` (`stacks/<name>/cdk.tf.json` each). */
export function synth(site: Site, outdir: string, compose: Compose): void {
  const app = new App({ outdir })
  compose(app, site)
  app.synth()
}
