import { CommanderError, program } from 'commander'
import { registerAll } from './commands.ts'
import { CliError, exit, ofAws, ofFiles } from './errors.ts'
import { watchOutput } from './interrupt.ts'
import { hasResult, progress, resultJson } from './output.ts'

watchOutput()
program
  .name('cafe')
  .description('One AWS system on this machine: boot it, load it, break it, see it recover, get a score.')
  .version(process.env.npm_package_version ?? '0.1.0')
  .showHelpAfterError('(./cafe help <command> tells what it takes)')
  .exitOverride()
await registerAll(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
  const wantsJson = process.argv.includes('--json') && process.exitCode !== 0
  if (wantsJson && !hasResult()) {
    const findings =
      error instanceof CliError && error.findings.length > 0 ? { findings: error.findings } : {}
    resultJson({ error: (error as Error).message, exit_code: process.exitCode, ...findings })
  }
}

/** Tells the error on stderr. */
function exitCodeOf(thrown: unknown): number {
  // commander has printed its own; its usage errors are 2 here
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exit.usage
  const error = ofAws(thrown) ?? ofFiles(thrown) ?? thrown
  if (error instanceof CliError) {
    progress(`cafe: ${error.message}`)
    return error.exitCode
  }
  progress(`cafe: ${error instanceof Error ? error.stack : String(error)}`)
  return 1
}
