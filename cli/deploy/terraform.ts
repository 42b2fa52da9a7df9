import { mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { execa } from 'execa'
import { CliError } from '../errors.ts'
import { progress } from '../output.ts'
import { root } from '../place.ts'
import { keepLock, LOCK_FILE, placeLock } from './lock-file.ts'

/** Where the stacks' Terraform is written. */
export const OUTDIR = join(root, 'cdktf.out')

/** Downloaded once for all stacks, which have a folder each. https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache */
const CACHE = join(root, '.cafe', 'terraform-plugins')

/** Runs Terraform in a stack's folder, for the user to see and to answer; a failure is an error that names the stack. */
export async function terraform(stack: string, args: readonly string[]): Promise<void> {
  // a Ctrl-C goes to Terraform as well, which ends what it is at and unlocks the state: we wait for it
  const wait = () => undefined
  process.on('SIGINT', wait)
  const { exitCode } = await execa('terraform', inStack(stack, args), {
    stdin: 'inherit',
    stdout: 2,
    stderr: 2,
    env: environment(),
    reject: false,
  }).finally(() => process.off('SIGINT', wait))
  if (exitCode !== 0) throw new CliError(`terraform ${args[0]} of ${stack} failed (above)`, 1)
}

/** A stack's outputs by name; secrets are none. */
export async function outputsOf(stack: string): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await execa('terraform', inStack(stack, ['output', '-json']), { env: environment() })
  const outputs = JSON.parse(stdout) as Record<string, { value: unknown; sensitive: boolean }>
  const open = Object.entries(outputs).filter(([, { sensitive }]) => !sensitive)
  return Object.fromEntries(open.map(([name, { value }]) => [name, value]))
}

/** Whether a stack's state holds anything: one that was never applied refers to others that may not be there either. */
export async function isApplied(stack: string): Promise<boolean> {
  const { stdout } = await execa('terraform', inStack(stack, ['show', '-json']), { env: environment() })
  return 'values' in (JSON.parse(stdout) as object)
}

/** Prepares a stack's folder: its providers, in the versions that are locked, and its state, which another profile may have had before. */
export async function init(stack: string): Promise<void> {
  placeLock(folderOf(stack))
  await terraform(stack, ['init', '-input=false', '-reconfigure'])
  if (keepLock(folderOf(stack)))
    progress(
      `wrote ${relative(root, LOCK_FILE)}: commit it, and the next deployment takes the same providers`,
    )
}

const folderOf = (stack: string): string => join(OUTDIR, 'stacks', stack)

const inStack = (stack: string, args: readonly string[]): string[] => [`-chdir=${folderOf(stack)}`, ...args]

function environment(): Record<string, string> {
  const { TF_PLUGIN_CACHE_DIR: cache = CACHE } = process.env
  mkdirSync(cache, { recursive: true })
  return { TF_PLUGIN_CACHE_DIR: cache }
}
