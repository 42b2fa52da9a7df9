import type { Command } from 'commander'
import { systemOf } from '../model/systems/index.ts'
import { siteFindings } from '../stacks/config.ts'
import { profiles } from '../stacks/profiles.ts'
import { refuse } from './errors.ts'
import { jsonOption, systemOption } from './options.ts'
import { result, resultJson } from './output.ts'

export function register(command: Command): void {
  command
    .addOption(systemOption())
    .addOption(jsonOption())
    .description(
      'what a month of the system on AWS costs, for both profiles, beside what it is expected to cost',
    )
    .action(async (options: { system: string; json?: true }) => {
      // CDKTF is there only for those who call a command of AWS, and the help has all commands
      const [{ costReport }, { costText }] = await Promise.all([
        import('./cost/report.ts'),
        import('./cost/cost-text.ts'),
      ])
      const system = systemOf(options.system)
      const found = Object.keys(profiles).flatMap((CAFE_STAGE) => siteFindings(system, { CAFE_STAGE }))
      refuse([...new Map(found.map((it) => [JSON.stringify(it), it])).values()])
      const report = costReport(system)
      if (options.json) resultJson(report)
      else result(costText(report))
    })
}
