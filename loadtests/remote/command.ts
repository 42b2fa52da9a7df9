import { execa } from 'execa'

/** Runs a command of the operator's machine and gives what it says as JSON; throws with its own last words. */
export async function json<T>(
  command: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<T> {
  const { stdout, stderr, exitCode } = await execa(command, [...args], { ...options, reject: false })
  if (exitCode === 0) return JSON.parse(stdout || 'null') as T
  const why = stderr?.trim().split('\n').at(-1) || `exit code ${exitCode}`
  throw new Error(`${command} ${args.slice(0, 2).join(' ')}: ${why}`)
}

/** Those of the commands that this machine does not have. */
export async function missing(commands: readonly string[]): Promise<string[]> {
  const found = await Promise.all(commands.map((it) => execa('which', [it], { reject: false })))
  return commands.filter((_, i) => found[i]!.exitCode !== 0)
}
