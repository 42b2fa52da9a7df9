import type { Command } from 'commander'
import { execa } from 'execa'
import { checkCode } from './check.ts'
import { CliError } from './errors.ts'
import { root } from './place.ts'

export function register(command: Command): void {
  command
    .description('types, lint and all tests; arguments go to vitest')
    .argument('[args...]')
    .allowUnknownOption()
    .action(async (args: readonly string[]) => {
      if (args.length === 0) await checkCode()
      await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...args])
    })
}

async function run(file: string, args: readonly string[]): Promise<void> {
  const { exitCode } = await execa(file, [...args], { cwd: root, stdio: 'inherit', reject: false })
  if (exitCode !== 0) throw new CliError(`${args.at(0)} found something`, exitCode ?? 1)
}
