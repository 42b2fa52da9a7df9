import type { Command } from 'commander'
import { deploymentOf } from './deploy/deployment.ts'
import { synthesise } from './deploy/synthesis.ts'
import { init, isApplied, terraform } from './deploy/terraform.ts'
import { approval, type ChangeOptions, changeOptions, TO_CHANGE, unasked } from './deploy.ts'
import { progress, resultJson } from './output.ts'

export function register(command: Command): void {
  changeOptions(command)
    .description('take the system off AWS, the last stack first; a state bucket stays')
    .action(async (options: ChangeOptions) => {
      const { site } = await deploymentOf(options, TO_CHANGE, unasked(options))
      const names = await synthesise(site)
      const destroyed: string[] = []
      for (const stack of names.toReversed()) {
        progress(`\n${stack}`)
        await init(stack)
        if (!(await isApplied(stack))) {
          progress('nothing of it is there')
          continue
        }
        await terraform(stack, ['destroy', ...approval(options)])
        destroyed.push(stack)
      }
      if (options.json) resultJson({ destroyed })
    })
}
