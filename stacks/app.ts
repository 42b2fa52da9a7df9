import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { App, TerraformStack } from 'cdktf'
import type { Site } from './site.ts'

/** Makes the stacks of a site, in the order in which they are deployed. */
export type Compose = (app: App, site: Site) => void

/** Writes the Terraform of a site's stacks to `outdir` (`stacks/<name>/cdk.tf.json` each); gives their names in order. */
export function synth(site: Site, outdir: string, compose: Compose): readonly string[] {
  const app = new App({ outdir })
  compose(app, site)
  app.synth()
  const names = app.node.children.filter(TerraformStack.isStack).map((it) => it.node.id)
  dropOthers(join(outdir, 'stacks'), names)
  return names
}

/** Removes what an earlier synth left of stacks that this one does not have, such as those of another system. */
function dropOthers(folder: string, names: readonly string[]): void {
  for (const other of readdirSync(folder).filter((name) => !names.includes(name)))
    rmSync(join(folder, other), { recursive: true })
}
