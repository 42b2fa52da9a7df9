import { Kysely, PostgresDialect } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type pg from 'pg'

/** Migrations by name; they run in the order of their names. */
export type Migrations = Readonly<Record<string, Migration>>

/**
 * Brings a service's tables up to date, once, however many copies start at the same time (kysely's migrator
 * takes a lock). `owner` names the table that records it: services on one cluster keep records of their own.
 */
export async function migrate(pool: pg.Pool, owner: string, migrations: Migrations): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: `${owner}_migrations`,
    migrationLockTableName: `${owner}_migrations_lock`,
  })
  const { error, results } = await migrator.migrateToLatest()
  const failed = results?.find((it) => it.status === 'Error')
  if (error)
    throw new Error(`migration ${failed?.migrationName ?? 'lock'} of ${owner} failed`, { cause: error })
}
