import { type Login, withSession } from './postgres-client.ts'

/**
 * Aurora's own view of its replication, told by PostgreSQL's: one row for the writer and one for each reader that
 * follows it. Asked at the writer; a reader knows of no other instance here and returns no row.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora_replica_status.html
 */
const FUNCTION = `create or replace function aurora_replica_status() returns table (
    server_id text, session_id text, durable_lsn bigint, highest_lsn_rcvd bigint, current_read_lsn bigint,
    last_update_timestamp timestamptz, replica_lag_in_msec double precision)
  language sql stable
  -- PostgreSQL hides what it knows of replication from roles that do not own it
  security definer set search_path = pg_catalog
  as $$
    select current_setting('cluster_name'), 'MASTER_SESSION_ID',
           pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint, null, null, null, null
      where not pg_is_in_recovery()
    union all
    select application_name, md5(application_name || backend_start)::uuid::text,
           pg_wal_lsn_diff(flush_lsn, '0/0')::bigint, pg_wal_lsn_diff(write_lsn, '0/0')::bigint,
           pg_wal_lsn_diff(replay_lsn, '0/0')::bigint, reply_time, coalesce(extract(epoch from replay_lag) * 1000, 0)
      from pg_stat_replication
  $$`

/** Makes `aurora_replica_status()` answer in a database, as it does on AWS. */
export async function ensureReplicaStatus(login: Login, database: string): Promise<void> {
  await withSession({ ...login, database }, (client) => client.query(FUNCTION))
}
