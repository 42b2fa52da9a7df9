import { columnsOf, databasesOf, schemasOf, tablesOf } from './catalogue.ts'
import { type Cluster, clusterFor } from './clusters.ts'
import type { Databases } from './databases.ts'
import { invalid, notFound } from './errors.ts'
import type { StatementRecords } from './records.ts'
import type { Operation, Request } from './requests.ts'
import { pageOf } from './results.ts'
import { described, listed, submitted } from './shapes.ts'
import { hasResult } from './statement.ts'
import { partOf, type Statements, type Submission } from './statements.ts'

export interface Place {
  readonly clusters: readonly Cluster[]
  readonly databases: Databases
  readonly records: StatementRecords
  readonly statements: Statements
}
export type Operations = { readonly [Name in Operation]: (request: Request<Name>) => Promise<object> }

const PAGE = 100

/** The operations of the Redshift Data API. https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_Operations.html */
export function operations({ clusters, databases, records, statements }: Place): Operations {
  const poolFor = async (request: Target) => {
    const { resource } = clusterFor(clusters, request)
    return databases.of(request.ConnectedDatabase ?? request.Database ?? resource.database)
  }
  async function take(request: SubmissionRequest, sqls: readonly string[], isBatch: boolean) {
    const cluster = clusterFor(clusters, request)
    if (!request.Database) throw invalid("Value null at 'database': give the name of a database.")
    const statement = statements.submit({
      ...submissionOf(request, cluster),
      database: request.Database,
      sqls,
      isBatch,
    })
    await statements.ended(statement.id, request.WaitTimeSeconds ?? 0)
    return submitted(statement)
  }

  return {
    ExecuteStatement: (request) => take(request, [request.Sql], false),
    BatchExecuteStatement: (request) => take(request, request.Sqls, true),
    async DescribeStatement({ Id, WaitTimeSeconds = 0 }) {
      const statement = statements.found(Id)
      await statements.ended(Id, WaitTimeSeconds)
      return described(statement)
    },
    async GetStatementResult({ Id, NextToken, WaitTimeSeconds = 0 }) {
      const statement = statements.found(Id)
      await statements.ended(Id, WaitTimeSeconds)
      const part = partOf(statement, Id)
      if (!part || statement.status !== 'FINISHED' || !hasResult(part))
        throw notFound('Query does not have result. Please check query status with DescribeStatement.', Id)
      const session = await (await databases.of(statement.database)).connect()
      try {
        const { records: Records, next } = await pageOf(session, Id, part.columns, fromToken(NextToken))
        const more = next ? { NextToken: Buffer.from(next).toString('base64url') } : {}
        return { Records, ColumnMetadata: part.columns, TotalNumRows: part.rows, ...more }
      } finally {
        session.release()
      }
    },
    async CancelStatement({ Id }) {
      await statements.cancel(Id)
      return { Status: true }
    },
    async ListStatements(request) {
      const all = records.list().filter((it) => {
        const { StatementName = '', Status = 'ALL', Database, ClusterIdentifier, WorkgroupName } = request
        const cluster = ClusterIdentifier ?? WorkgroupName
        return (
          (it.name ?? '').startsWith(StatementName) &&
          (Status === 'ALL' || it.status === Status) &&
          (!Database || it.database === Database) &&
          (!cluster || it.cluster === cluster)
        )
      })
      const { items, next } = pageOfList(all, request)
      return { Statements: items.map(listed), ...next }
    },
    async ListDatabases(request) {
      const { items, next } = pageOfList(await databasesOf(await poolFor(request)), request)
      return { Databases: items, ...next }
    },
    async ListSchemas(request) {
      const { items, next } = pageOfList(
        await schemasOf(await poolFor(request), request.SchemaPattern),
        request,
      )
      return { Schemas: items, ...next }
    },
    async ListTables(request) {
      const { SchemaPattern, TablePattern } = request
      const { items, next } = pageOfList(
        await tablesOf(await poolFor(request), SchemaPattern, TablePattern),
        request,
      )
      return { Tables: items, ...next }
    },
    async DescribeTable(request) {
      const { Schema = 'public', Table } = request
      const columns = await columnsOf(await poolFor(request), Schema, Table)
      const { items, next } = pageOfList(columns, request)
      return { TableName: Table, ColumnList: items, ...next }
    },
  }
}

interface Target {
  readonly ClusterIdentifier?: string
  readonly WorkgroupName?: string
  readonly Database?: string
  readonly ConnectedDatabase?: string
}
type SubmissionRequest = Omit<Request<'ExecuteStatement'>, 'Sql'>

function submissionOf(
  request: SubmissionRequest,
  cluster: Cluster,
): Omit<Submission, 'sqls' | 'isBatch' | 'database'> {
  const { ClusterIdentifier, WorkgroupName, SecretArn, StatementName, ClientToken } = request
  return {
    cluster: cluster.identifier,
    user: request.DbUser ?? 'awsuser',
    parameters: request.Parameters ?? [],
    named: {
      ...(ClusterIdentifier ? { ClusterIdentifier } : {}),
      ...(WorkgroupName ? { WorkgroupName } : {}),
      ...(SecretArn ? { SecretArn } : {}),
    },
    ...(StatementName ? { name: StatementName } : {}),
    ...(ClientToken ? { token: ClientToken } : {}),
  }
}

const PLACE = /^\(\d+,\d+\)$/
function fromToken(token: string | undefined): string | null {
  if (!token) return null
  const place = Buffer.from(token, 'base64url').toString()
  if (!PLACE.test(place)) throw invalid('NextToken is not one that GetStatementResult has given.')
  return place
}

function pageOfList<T>(
  all: readonly T[],
  { NextToken, MaxResults }: { NextToken?: string; MaxResults?: number },
) {
  const from = NextToken ? Number(NextToken) : 0
  if (!Number.isInteger(from) || from < 0)
    throw invalid('NextToken is not one that this operation has given.')
  const to = from + (MaxResults || PAGE)
  return { items: all.slice(from, to), next: to < all.length ? { NextToken: String(to) } : {} }
}
