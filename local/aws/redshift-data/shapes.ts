import { hasResult, type Part, type Statement } from './statement.ts'

/** Times on the wire are seconds since 1970, durations nanoseconds. */
const seconds = (ms: number) => ms / 1000
const nanoseconds = (ms: number) => Math.round(ms * 1e6)

/** Answer to ExecuteStatement and BatchExecuteStatement. */
export const submitted = (statement: Statement) => ({
  Id: statement.id,
  CreatedAt: seconds(statement.createdAt),
  Database: statement.database,
  DbUser: statement.user,
  ...statement.named,
})

const partShape = (part: Part, createdAt: number) => ({
  Id: part.id,
  QueryString: part.sql,
  Status: part.status,
  CreatedAt: seconds(createdAt),
  UpdatedAt: seconds(part.updatedAt),
  Duration: nanoseconds(part.durationMs),
  HasResultSet: hasResult(part),
  ResultRows: part.rows,
  ResultSize: part.size,
  ...(part.error ? { Error: part.error } : {}),
})

/** Answer to DescribeStatement. */
export function described(statement: Statement) {
  const [first] = statement.parts
  return {
    ...submitted(statement),
    Status: statement.status,
    UpdatedAt: seconds(statement.updatedAt),
    Duration: nanoseconds(statement.durationMs),
    RedshiftPid: statement.pid,
    HasResultSet: statement.parts.some(hasResult),
    ResultFormat: 'JSON',
    ...(statement.error ? { Error: statement.error } : {}),
    ...(statement.parameters.length > 0 ? { QueryParameters: statement.parameters } : {}),
    ...(statement.isBatch
      ? { SubStatements: statement.parts.map((part) => partShape(part, statement.createdAt)) }
      : { QueryString: first!.sql, ResultRows: first!.rows, ResultSize: first!.size }),
  }
}

/** One entry of ListStatements. */
export const listed = (statement: Statement) => ({
  Id: statement.id,
  Status: statement.status,
  CreatedAt: seconds(statement.createdAt),
  UpdatedAt: seconds(statement.updatedAt),
  IsBatchStatement: statement.isBatch,
  QueryString: statement.parts[0]!.sql,
  ResultFormat: 'JSON',
  ...(statement.isBatch ? { QueryStrings: statement.parts.map(({ sql }) => sql) } : {}),
  ...(statement.name ? { StatementName: statement.name } : {}),
  ...(statement.named.SecretArn ? { SecretArn: statement.named.SecretArn } : {}),
  ...(statement.parameters.length > 0 ? { QueryParameters: statement.parameters } : {}),
})
