import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Argument, type Command } from 'commander'
import { lastLines } from '../local/processes.ts'
import { CliError } from './errors.ts'
import { type Common, common, whole } from './options.ts'
import { result, resultJson } from './output.ts'
import { placeOf } from './place.ts'

interface Options extends Common {
  readonly lines: number
}

export function register(command: Command): void {
  common(command)
    .description('the last lines of a part: a copy, an engine, the supervisor; without a name, what there is')
    .addArgument(new Argument('[part]', 'start of the name of a copy or an engine'))
    .option('--lines <n>', 'how many', whole('--lines', 1, 10_000), 40)
    .action((part: string | undefined, options: Options) => {
      const folder = join(placeOf(options).state, 'logs')
      const names = existsSync(folder) ? readdirSync(folder).map((file) => file.replace(/\.log$/, '')) : []
      if (!part) return options.json ? resultJson(names) : result(names.join('\n'))
      const found = names.filter((name) => name.startsWith(part))
      if (found.length === 0)
        throw new CliError(`no log starts with '${part}'; there are: ${names.join(', ') || 'none'}`)
      const logs = found.map((name) => ({
        name,
        lines: lastLines(join(folder, `${name}.log`), options.lines),
      }))
      if (options.json) return resultJson(logs)
      result(logs.map(({ name, lines }) => `── ${name}\n${lines}`).join('\n'))
    })
}
