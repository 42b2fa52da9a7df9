import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Zone } from '../../model/kinds.ts'
import { platform } from '../../model/platform.ts'
import type { Context } from '../types.ts'
import { copyFolder, emptyFolder } from './data-folder.ts'
import { type EnginePort, place } from './ports.ts'
import { postgresServer } from './postgres.ts'
import { type Login, type Probe, probe, withSession } from './postgres-client.ts'
import { SETTINGS_FILE, SUPERUSER } from './postgres-template.ts'
import type { Server } from './server.ts'

/** An instance of an Aurora cluster: one PostgreSQL with a data folder of its own. */
export interface Member {
  readonly id: string
  readonly zone: Zone
  readonly data: string
  readonly place: EnginePort
  readonly server: Server
  readonly probe: Probe
  login(): Login
  /** As a writer: commits wait for these readers and no others. */
  waitFor(readers: readonly Member[]): void
  /** Makes it a reader of that writer. */
  follow(writer: Member): void
}

export interface MemberSpec {
  readonly id: string
  readonly cluster: string
  readonly zone: Zone
  readonly maxConnections: number
  password(): string
  /** Puts its data folder into place; nothing of an earlier start uses it any more. */
  prepare(member: Member): Promise<void>
  died(member: Member): void
}

export function auroraMember(ctx: Context, spec: MemberSpec): Member {
  const data = join(ctx.state, spec.cluster, spec.id)
  const at = place(spec.id)
  const login = () => ({ port: at.address().port, password: spec.password() })
  const server = postgresServer(ctx, {
    name: spec.id,
    part: spec.cluster,
    data,
    login,
    settings: settingsOf(spec),
    prepare: () => spec.prepare(member),
    died: () => spec.died(member),
  })
  const set = (setting: string) => {
    const file = join(data, SETTINGS_FILE)
    writeFileSync(`${file}.draft`, `${setting}\n`, { mode: 0o600 })
    renameSync(`${file}.draft`, file)
    server.signal('SIGHUP')
  }
  const member: Member = {
    ...{ id: spec.id, zone: spec.zone, data, place: at, server, login },
    probe: probe(login),
    waitFor(readers) {
      const names = readers.map((it) => `"${it.id}"`).join(', ')
      set(`synchronous_standby_names = '${names && `FIRST ${readers.length} (${names})`}'`)
    },
    follow(writer) {
      const { port, password } = writer.login()
      const as = `user=${SUPERUSER} password=${password} application_name=${spec.id}`
      set(`primary_conninfo = 'host=${platform.host} port=${port} ${as}'`)
      writeFileSync(join(data, 'standby.signal'), '')
    },
  }
  return member
}

const settingsOf = ({ id, maxConnections }: MemberSpec) => ({
  cluster_name: id,
  max_connections: maxConnections,
  wal_level: 'replica',
  // what a reader may miss while it is away; beyond it the reader is copied anew
  wal_keep_size: '128MB',
  // a reader that hangs must not hold commits for long
  wal_sender_timeout: '5s',
  wal_receiver_status_interval: '1s',
  wal_retrieve_retry_interval: '200ms',
  // The writer's own disk holds every commit, and the reader's kernel: no death of a process loses it.
  synchronous_commit: 'remote_write',
})

const PROMOTE_MS = 10_000

/** Makes a reader the writer; does nothing where it writes already. */
export async function promote(member: Member): Promise<void> {
  await withSession(
    member.login(),
    async (client) => {
      const { rows } = await client.query<{ reads: boolean }>('select pg_is_in_recovery() as reads')
      if (!rows[0]?.reads) return
      await client.query('select pg_promote(true, 60)')
      while ((await client.query<{ reads: boolean }>('select pg_is_in_recovery() as reads')).rows[0]?.reads)
        await sleep(10)
    },
    PROMOTE_MS,
  )
}

const COPY_MS = 600_000

/** Fills a reader's folder with a copy of the writer's, taken while that runs, as `pg_basebackup` would. */
export async function copyFrom(writer: Member, reader: Member): Promise<void> {
  await emptyFolder(reader.data)
  await withSession(
    writer.login(),
    async (client) => {
      await client.query('select pg_backup_start($1, true)', [reader.id])
      await copyFolder(writer.data, reader.data, isNotCopied)
      const { rows } = await client.query<{ labelfile: string }>(
        'select labelfile from pg_backup_stop(false)',
      )
      writeFileSync(join(reader.data, 'backup_label'), rows[0]!.labelfile, { mode: 0o600 })
    },
    COPY_MS,
  )
}

/** https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP-DATA */
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|standby\.signal|pg_(wal|replslot|dynshmem|notify|serial|snapshots|stat_tmp|subtrans)\/.+)$|(^|\/)(pgsql_tmp[^/]*|pg_internal\.init[^/]*)$/
const isNotCopied = (path: string) => LEFT_OUT.test(path) || path === SETTINGS_FILE
