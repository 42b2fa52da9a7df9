import type { Finding } from '../journal.ts'
import { type Stage, storeOf } from '../site.ts'

/** Which server answers on a cluster's writer endpoint: two servers never have the same three. */
interface Writer {
  readonly address: string | null
  readonly port: number | null
  readonly started: string
  readonly readOnly: boolean
}

/** Asks the server behind the writer endpoint who it is. */
export async function writerOf(stage: Stage, resource: string): Promise<Writer> {
  const rows = await storeOf(stage, resource).query<Writer>(
    `select inet_server_addr()::text as address, inet_server_port() as port,
            pg_postmaster_start_time()::text as started, pg_is_in_recovery() as "readOnly"`,
  )
  return rows[0]!
}

/** Another server writes now: the failover had its effect. */
export async function writerMoved(stage: Stage, resource: string, before: Writer): Promise<Finding> {
  const now = await writerOf(stage, resource)
  const same = now.address === before.address && now.port === before.port && now.started === before.started
  const evidence = same
    ? 'the writer endpoint still leads to the server that wrote before'
    : `the writer endpoint leads to another server, which has run since ${now.started}`
  return { ok: !same, evidence }
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora_replica_status.html */
const READERS = `select count(*)::int as readers from aurora_replica_status() where session_id <> 'MASTER_SESSION_ID'`

/** The writer takes writes, and as many readers as the model wants follow it. */
export async function writerSound(stage: Stage, resource: string): Promise<Finding> {
  const aurora = stage.system.resources[resource]
  const wanted = aurora?.kind === 'aurora' ? aurora.readers : 0
  const { readOnly } = await writerOf(stage, resource)
  const [row] = await storeOf(stage, resource).query<{ readers: number }>(READERS)
  const readers = row?.readers ?? 0
  const evidence = `writer ${readOnly ? 'refuses' : 'takes'} writes, ${readers} of ${wanted} readers follow it`
  return { ok: !readOnly && readers >= wanted, evidence }
}
