import type { Command } from 'commander'
import { type DeploymentOptions, deploymentOf, deploymentOptions } from './deploy/deployment.ts'
import { synthesise } from './deploy/synthesis.ts'
import { OUTDIR } from './deploy/terraform.ts'
import { result, resultJson } from './output.ts'

export function register(command: Command): void {
  deploymentOptions(command)
    .description('write the Terraform of all stacks, into cdktf.out')
    .action(async (options: DeploymentOptions) => {
      const { site } = await deploymentOf(options)
      const stacks = await synthesise(site)
      if (options.json) resultJson({ folder: OUTDIR, stacks })
      else result([`${stacks.length} stacks in ${OUTDIR}:`, ...stacks].join('\n'))
    })
}
