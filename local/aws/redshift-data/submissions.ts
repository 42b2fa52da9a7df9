import { createHash } from 'node:crypto'
import { type Cluster, clusterFor } from './clusters.ts'
import { invalid } from './errors.ts'
import { checkParameters } from './parameters.ts'
import type { Request } from './requests.ts'
import type { Sessions } from './sessions.ts'
import type { Mode, Statement } from './statement.ts'
import type { Statements, Submission } from './statements.ts'
import { tokensOf } from './tokens.ts'

/** Bytes of one SQL text. https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html */
const MOST_BYTES = 100 * 1024

type Asked = Omit<Request<'ExecuteStatement'>, 'Sql'> & { readonly ExecutionMode?: Mode }
interface SubmissionContext {
  readonly clusters: readonly Cluster[]
  readonly statements: Statements
  readonly sessions: Sessions
}

/** Checks all that can be checked before a statement runs, and takes it; a token used before gives its statement. */
export function submitted(
  place: SubmissionContext,
  request: Asked,
  sqls: readonly string[],
  isBatch: boolean,
): Statement {
  const { clusters, statements, sessions } = place
  const { SessionId, SessionKeepAliveSeconds: aliveSeconds } = request
  checkSqls(sqls)
  checkParameters(sqls, request.Parameters ?? [])
  if (request.WithEvent) throw invalid('WithEvent: events to EventBridge are not sent here.')
  if (SessionId) checkAlone(request)
  const cluster = SessionId ? null : clusterFor(clusters, request)
  const about = aboutOf(request, sqls, isBatch)
  const earlier = statements.repeated(about)
  if (earlier) return earlier
  statements.checkRoom()
  if (!cluster) {
    const session = sessions.free(SessionId!)
    const { database, user, named } = session
    return statements.submit(
      { ...about, database, user, named, cluster: session.cluster },
      { session, aliveSeconds },
    )
  }
  const target = targetOf(request, cluster)
  if (aliveSeconds === undefined) return statements.submit({ ...about, ...target })
  const session = sessions.open({ ...target, aliveSeconds })
  try {
    return statements.submit({ ...about, ...target }, { session })
  } catch (error) {
    sessions.abandon(session.id)
    throw error
  }
}

function checkSqls(sqls: readonly string[]): void {
  for (const sql of sqls) {
    const bytes = Buffer.byteLength(sql)
    if (bytes > MOST_BYTES)
      throw invalid(`The SQL statement has ${bytes} bytes. The maximum query statement size is 100 KB.`)
    if (tokensOf(sql).every(({ kind, text }) => kind === 'space' || text === ';'))
      throw invalid('The SQL statement is empty.')
    if (sql.includes('\0')) throw invalid('The SQL statement has a character of code 0.')
  }
}

const OF_SESSION = ['ClusterIdentifier', 'WorkgroupName', 'Database', 'DbUser', 'SecretArn'] as const
function checkAlone(request: Asked): void {
  const given = OF_SESSION.filter((name) => request[name] !== undefined)
  if (given.length > 0)
    throw invalid(`${given.join(', ')} cannot be specified with SessionId: the session has its own.`)
}

function aboutOf(request: Asked, sqls: readonly string[], isBatch: boolean) {
  const { StatementName, ClientToken, WaitTimeSeconds: _, ...rest } = request
  return {
    sqls,
    isBatch,
    parameters: request.Parameters ?? [],
    format: request.ResultFormat ?? 'JSON',
    mode: request.ExecutionMode ?? 'TRANSACTION',
    request: createHash('sha256')
      .update(JSON.stringify([StatementName, rest, sqls, isBatch]))
      .digest('hex'),
    ...(StatementName ? { name: StatementName } : {}),
    ...(ClientToken ? { token: ClientToken } : {}),
  } satisfies Partial<Submission>
}

function targetOf({ ClusterIdentifier, SecretArn, Database, DbUser }: Asked, cluster: Cluster) {
  if (!Database)
    throw invalid("Value null at 'database' failed to satisfy constraint: Member must not be null")
  return {
    cluster: cluster.identifier,
    database: Database,
    user: DbUser ?? 'awsuser',
    named: {
      ...(ClusterIdentifier ? { ClusterIdentifier } : {}),
      ...(SecretArn ? { SecretArn } : {}),
    },
  }
}
