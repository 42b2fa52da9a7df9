import type { Command } from 'commander'
import { systemOf } from '../model/systems/index.ts'
import { common } from './options.ts'
import { result, resultJson } from './output.ts'

export function register(command: Command): void {
  common(command)
    .description('what a month of the system on AWS costs, for both profiles, beside what the document says')
    .action(async (options: { system: string; json?: true }) => {
      // CDKTF is there only for those who call a command of AWS, and the help has all commands
      const [{ costReport }, { costText }] = await Promise.all([
        import('./cost/report.ts'),
        import('./cost/cost-text.ts'),
      ])
      const report = costReport(systemOf(options.system))
      if (options.json) resultJson(report)
      else result(costText(report))
    })
}
