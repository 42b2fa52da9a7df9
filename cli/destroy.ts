import type { Command } from 'commander'
import { deploymentOf } from './deploy/deployment.ts'
import {
  accountIsOurs,
  demand,
  regionIsSet,
  terraformIsThere,
  variablesAreSet,
} from './deploy/prerequisites.ts'
import { synthesise } from './deploy/synthesis.ts'
import { init, isApplied, terraform } from './deploy/terraform.ts'
import { approval, type ChangeOptions, changeOptions } from './deploy.ts'
import { progress, resultJson } from './output.ts'

export function register(command: Command): void {
  changeOptions(command)
    .description('take the system off AWS, the last stack first; a state bucket stays')
    .action(async (options: ChangeOptions) => {
      const approved = approval(options)
      const { site } = await deploymentOf(options)
      const names = await synthesise(site)
      await demand([terraformIsThere(), regionIsSet(), accountIsOurs(site.system), ...variablesAreSet(names)])
      const destroyed: string[] = []
      for (const stack of names.toReversed()) {
        progress(`\n${stack}`)
        await init(stack)
        if (!(await isApplied(stack))) {
          progress('nothing of it is there')
          continue
        }
        await terraform(stack, ['destroy', ...approved])
        destroyed.push(stack)
      }
      if (options.json) resultJson({ destroyed })
    })
}
