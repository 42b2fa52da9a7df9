import type { Command } from 'commander'
import { execa } from 'execa'
import { CliError } from './errors.ts'
import { root } from './place.ts'

const steps = [
  ['node_modules/typescript/bin/tsc', '--noEmit'],
  ['node_modules/@biomejs/biome/bin/biome', 'ci', '.'],
  ['tools/imports.ts'],
] as const

/** Types, lint and the rule of imports; all are run, then the first that failed decides. */
export async function checkCode(): Promise<void> {
  const failed: string[] = []
  for (const step of steps) {
    const { exitCode } = await execa(process.execPath, [...step], {
      cwd: root,
      stdio: 'inherit',
      reject: false,
    })
    if (exitCode !== 0) failed.push(step[0])
  }
  if (failed.length > 0) throw new CliError(`findings of ${failed.join(', ')} (above)`, 1)
}

export function register(command: Command): void {
  command.description('types, lint and the rule of imports').action(checkCode)
}
