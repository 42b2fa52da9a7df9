import { existsSync } from 'node:fs'
import { copyFile, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import pg from 'pg'
import { platform } from '../../model/platform.ts'
import type { Context } from '../types.ts'
import { postgresPrograms, unprivileged } from './binaries.ts'
import { copyFolder, emptyFolder } from './data-folder.ts'
import { endOrphans } from './orphans.ts'
import { type Login, withSession } from './postgres-client.ts'
import { postgresTemplate } from './postgres-template.ts'
import { type Server, server } from './server.ts'

/** One PostgreSQL server. */
export interface PostgresSpec {
  readonly name: string
  readonly part: string
  readonly data: string
  login(): Login
  readonly settings: Readonly<Record<string, string | number>>
  /** Puts the data folder into place; done before every start. */
  prepare(): Promise<void>
  died?(): void
}

// Small in memory, one autovacuum worker, no parallel or logical workers: several servers share one machine.
const SETTINGS = {
  listen_addresses: platform.host,
  unix_socket_directories: '',
  shared_buffers: '32MB',
  dynamic_shared_memory_type: 'mmap',
  io_method: 'sync',
  max_parallel_workers: 0,
  max_logical_replication_workers: 0,
  autovacuum_max_workers: 1,
  max_wal_size: '256MB',
  track_io_timing: 'on',
  track_wal_io_timing: 'on',
  log_checkpoints: 'off',
  // after a crash one call for the whole file system takes milliseconds, one for each file takes seconds
  ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
}

/** A PostgreSQL server that is kept alive; its pid is the postmaster's, also where it must not run as root. */
export function postgresServer(ctx: Context, spec: PostgresSpec): Server {
  return server(ctx, {
    name: spec.name,
    part: spec.part,
    // fast shutdown: sessions are ended, nothing committed is lost
    stopSignal: 'SIGINT',
    answers: () => answers(spec),
    greeted: () => ({ at: { host: platform.host, port: spec.login().port }, greeting: SSL_REQUEST }),
    launch: () => launchOf(ctx, spec),
    ...(spec.died ? { died: spec.died } : {}),
  })
}

/** Asks for TLS before any login, and gets one letter. https://www.postgresql.org/docs/18/protocol-message-formats.html */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/** The status that PostgreSQL writes is asked first: a session refused at each question would fill its log. */
async function answers(spec: PostgresSpec) {
  const lines = (await readFile(join(spec.data, 'postmaster.pid'), 'utf8')).split('\n')
  if (!['ready', 'standby'].includes(lines[7]?.trim() ?? '')) throw new Error(`${spec.name} starts`)
  await withSession(spec.login(), (client) => client.query('select 1'))
}

async function launchOf(ctx: Context, spec: PostgresSpec) {
  const { postgres } = postgresPrograms(ctx.root)
  const { prefix, owner } = unprivileged()
  const alone = await endOrphans(spec.data, postgres)
  await spec.prepare()
  // its process is gone, but the number may belong to another by now, and PostgreSQL would not start
  if (alone) await rm(join(spec.data, 'postmaster.pid'), { force: true })
  if (owner !== undefined) await execa('chown', ['-R', `${owner}:${owner}`, spec.data])
  const settings = Object.entries({ ...SETTINGS, ...spec.settings, port: spec.login().port })
  const options = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [command = '', ...args] = [...prefix, postgres, '-D', spec.data, ...options]
  return { command, args, cwd: spec.data, env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' } }
}

/** Fills a data folder from the template, and then puts its superuser's password beside it. */
export async function layOut(root: string, data: string): Promise<void> {
  const template = await postgresTemplate(root)
  await emptyFolder(data)
  await copyFolder(template.data, data)
  await copyFile(template.password, passwordFile(data))
}

const passwordFile = (data: string) => join(dirname(data), 'password')

/** The superuser's password of a data folder. */
export const passwordOf = (data: string): Promise<string> => readFile(passwordFile(data), 'utf8')

/** Whether a data folder was filled to the end. */
export const isLaidOut = (data: string): boolean => existsSync(passwordFile(data))

/** Makes the clients' role and its database where they are missing. */
export async function ensureDatabase(login: Login, database: string): Promise<void> {
  const { user, password } = platform.database
  await withSession(
    login,
    async (client) => {
      const role = pg.escapeIdentifier(user)
      const roles = await client.query('select 1 from pg_roles where rolname = $1', [user])
      if (!roles.rowCount)
        await client.query(`create role ${role} login password ${pg.escapeLiteral(password)}`)
      const databases = await client.query('select 1 from pg_database where datname = $1', [database])
      if (!databases.rowCount)
        await client.query(`create database ${pg.escapeIdentifier(database)} owner ${role}`)
    },
    30_000,
  )
}
