import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { platform } from '../../model/platform.ts'
import { postgresPrograms, postgresVersion, unprivileged } from './binaries.ts'

/** Name of the superuser that the engines themselves log in with. */
export const SUPERUSER = 'postgres'
/** Settings that change while a server runs, in its data folder; all others stand on the command line. */
export const SETTINGS_FILE = 'cafe.conf'

/** A data folder as `initdb` leaves it, and the file that holds its superuser's password. */
export interface Template {
  readonly data: string
  readonly password: string
}

const underWay = new Map<string, Promise<Template>>()

/** The template below `.cafe/postgres/<version>`, made once: copying it takes a tenth of what `initdb` takes. */
export function postgresTemplate(root: string): Promise<Template> {
  const made = underWay.get(root) ?? make(root).finally(() => underWay.delete(root))
  underWay.set(root, made)
  return made
}

async function make(root: string): Promise<Template> {
  const folder = join(root, '.cafe', 'postgres', postgresVersion(root))
  if (!existsSync(folder)) await makeIn(root, folder)
  return { data: join(folder, 'data'), password: join(folder, 'password') }
}

async function makeIn(root: string, folder: string): Promise<void> {
  const draft = `${folder}.${randomBytes(4).toString('hex')}`
  const { owner } = unprivileged()
  await mkdir(draft, { recursive: true, mode: 0o700 })
  await writeFile(join(draft, 'password'), randomBytes(24).toString('base64url'), { mode: 0o600 })
  if (owner !== undefined) await chown(draft, owner, owner)
  try {
    await initdb(root, draft)
    // all other settings stand on the command line; where a file named them too, each reload would complain
    await writeFile(join(draft, 'data', 'postgresql.conf'), `include_if_exists '${SETTINGS_FILE}'\n`)
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    // another run may have made it meanwhile
    if (!existsSync(folder)) throw error
  }
}

async function initdb(root: string, draft: string): Promise<void> {
  const [command = '', ...args] = [...unprivileged().prefix, postgresPrograms(root).initdb]
  const password = `--pwfile=${join(draft, 'password')}`
  const options = [
    '-U',
    SUPERUSER,
    password,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ]
  const { failed, all } = await execa(command, [...args, '-D', join(draft, 'data'), ...options], {
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
    extendEnv: false,
    cwd: draft,
    reject: false,
    all: true,
  })
  if (failed) throw new Error(`PostgreSQL's initdb failed in ${draft}. ${roomHint(all)} It said:\n${all}`)
}

const roomHint = (said: string): string =>
  /no space left/i.test(said)
    ? `Free at least ${platform.leastFreeMiB} MiB of disk and start again.`
    : 'Nothing of it was kept: start again once the cause is mended.'
