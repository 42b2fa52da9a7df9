import type { KeptSession } from './sessions.ts'
import { ENDED, hasResult, type Statement, type Status, type SubStatement } from './statement.ts'

const timeOf = (ms: number) => new Date(ms)
/** Durations are nanoseconds. */
const nanoseconds = (ms: number) => Math.round(ms * 1e6)

/** -1 stands for what is not known yet. */
const durationOf = (it: { readonly status: Status; readonly durationMs: number }) =>
  ENDED.has(it.status) ? nanoseconds(it.durationMs) : -1

const identity = ({ database, user, named, createdAt, sessionId }: Statement) => ({
  CreatedAt: timeOf(createdAt),
  Database: database,
  DbUser: user,
  ...named,
  ...(sessionId ? { SessionId: sessionId } : {}),
})

/** Answer to ExecuteStatement and BatchExecuteStatement. */
export const submitted = (statement: Statement) => ({
  ...identity(statement),
  Id: statement.id,
  Status: statement.status,
  RedshiftPid: statement.pid,
  HasResultSet: statement.parts.some(hasResult),
})

const outcome = (part: SubStatement) => ({
  QueryString: part.sql,
  HasResultSet: hasResult(part),
  ResultRows: part.rows,
  ResultSize: part.size,
  RedshiftQueryId: part.queryId,
})

const partShape = (part: SubStatement, createdAt: number) => ({
  ...outcome(part),
  Id: part.id,
  Status: part.status,
  CreatedAt: timeOf(createdAt),
  UpdatedAt: timeOf(part.updatedAt),
  Duration: durationOf(part),
  ...(part.error ? { Error: part.error } : {}),
})

const asked = ({ parameters, format }: Statement) => ({
  ResultFormat: format,
  ...(parameters.length > 0 ? { QueryParameters: parameters } : {}),
})

/** Answer to DescribeStatement: of the whole statement, or of one part of a batch where the id is a part's. */
export function described(statement: Statement, id: string) {
  const { parts, isBatch } = statement
  const one = isBatch ? parts.find((part) => part.id === id) : undefined
  const about = { ...identity(statement), ...asked(statement), RedshiftPid: statement.pid }
  if (one) return { ...about, ...partShape(one, statement.createdAt) }
  return {
    ...about,
    Id: statement.id,
    Status: statement.status,
    UpdatedAt: timeOf(statement.updatedAt),
    Duration: durationOf(statement),
    ...(statement.error ? { Error: statement.error } : {}),
    ...(isBatch ? batchShape(statement) : outcome(parts[0]!)),
  }
}

const batchShape = ({ parts, mode, createdAt }: Statement) => ({
  HasResultSet: parts.some(hasResult),
  ResultRows: -1,
  ResultSize: -1,
  RedshiftQueryId: 0,
  ExecutionMode: mode,
  SubStatements: parts.map((part) => partShape(part, createdAt)),
})

/** One entry of ListStatements. */
export const listed = (statement: Statement) => ({
  ...asked(statement),
  Id: statement.id,
  Status: statement.status,
  CreatedAt: timeOf(statement.createdAt),
  UpdatedAt: timeOf(statement.updatedAt),
  IsBatchStatement: statement.isBatch,
  QueryString: statement.parts[0]!.sql,
  ...(statement.isBatch ? { QueryStrings: statement.parts.map(({ sql }) => sql) } : {}),
  ...(statement.name ? { StatementName: statement.name } : {}),
  ...(statement.named.SecretArn ? { SecretArn: statement.named.SecretArn } : {}),
  ...(statement.sessionId ? { SessionId: statement.sessionId } : {}),
})

/** One entry of ListSessions. */
export function sessionShape(it: KeptSession) {
  const { ClusterIdentifier, WorkgroupName } = it.named
  return {
    SessionId: it.id,
    Status: it.status,
    CreatedAt: timeOf(it.createdAt),
    UpdatedAt: timeOf(it.updatedAt),
    Database: it.database,
    DbUser: it.user,
    SessionAliveSeconds: it.aliveSeconds,
    ...(ClusterIdentifier ? { ClusterIdentifier } : {}),
    ...(WorkgroupName ? { WorkgroupName } : {}),
    ...(it.closesAt === undefined ? {} : { SessionTtl: timeOf(it.closesAt) }),
    ...(it.current ? { CurrentStatementId: it.current } : {}),
  }
}
