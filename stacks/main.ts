import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { type Compose, synth } from './app.ts'
import { siteOf } from './config.ts'
import { NetworkStack } from './network.ts'

/** Every stack, top to bottom in the order in which they are deployed. */
export const stacks: Compose = (app, site) => {
  new NetworkStack(app, site)
}

if (import.meta.main) {
  try {
    synth(siteOf(cloudcafe, process.env), 'cdktf.out', stacks)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 2
  }
}
