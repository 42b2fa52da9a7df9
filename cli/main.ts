import { CommanderError, program } from 'commander'
import { registerAll } from './commands.ts'
import { CliError } from './errors.ts'

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
}

function exitCodeOf(error: unknown): number {
  // commander has printed its own; its usage errors are 2 here
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof CliError) {
    process.stderr.write(`cafe: ${error.message}\n`)
    return error.exitCode
  }
  process.stderr.write(`cafe: ${error instanceof Error ? error.stack : String(error)}\n`)
  return 1
}
