import { columnsOfTables, databasesOf, schemasOf, tablesOf } from './catalogue.ts'
import { type Cluster, checkOne, clusterFor, type Target } from './clusters.ts'
import type { Databases } from './databases.ts'
import { invalid } from './errors.ts'
import { pageOfList } from './paging.ts'
import type { StatementRecords } from './records.ts'
import type { Operation, Request } from './requests.ts'
import { resultOf } from './result-pages.ts'
import type { Sessions } from './sessions.ts'
import { described, listed, sessionShape, submitted as shape } from './shapes.ts'
import type { Statements } from './statements.ts'
import { submitted } from './submissions.ts'

export interface DataApiContext {
  readonly clusters: readonly Cluster[]
  readonly databases: Databases
  readonly records: StatementRecords
  readonly statements: Statements
  readonly sessions: Sessions
}
export type Operations = { readonly [Name in Operation]: (request: Request<Name>) => Promise<object> }

/** The operations of the Redshift Data API. https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_Operations.html */
export function operations(place: DataApiContext): Operations {
  return { ...onStatements(place), ...onSessions(place), ...onCatalogue(place) }
}

type Some<Name extends Operation> = Pick<Operations, Name>

function onStatements(
  place: DataApiContext,
): Some<
  | 'ExecuteStatement'
  | 'BatchExecuteStatement'
  | 'DescribeStatement'
  | 'GetStatementResult'
  | 'GetStatementResultV2'
  | 'CancelStatement'
  | 'ListStatements'
> {
  const { databases, records, statements } = place
  const waited = async (id: string, seconds = 0) => {
    const statement = statements.found(id)
    await statements.ended(id, seconds)
    return statement
  }
  return {
    async ExecuteStatement({ Sql, ...request }) {
      return shape(await waited(submitted(place, request, [Sql], false).id, request.WaitTimeSeconds))
    },
    async BatchExecuteStatement({ Sqls, ...request }) {
      return shape(await waited(submitted(place, request, Sqls, true).id, request.WaitTimeSeconds))
    },
    DescribeStatement: async ({ Id, WaitTimeSeconds }) => described(await waited(Id, WaitTimeSeconds), Id),
    GetStatementResult: async (request) =>
      resultOf(databases, await waited(request.Id, request.WaitTimeSeconds), request, 'JSON'),
    GetStatementResultV2: async (request) =>
      resultOf(databases, await waited(request.Id, request.WaitTimeSeconds), request, 'CSV'),
    async CancelStatement({ Id }) {
      await statements.cancel(Id)
      return { Status: true }
    },
    async ListStatements(request) {
      checkOne(request)
      const { StatementName = '', Status = 'FINISHED' } = request
      const all = records
        .list()
        .filter((it) => (it.name ?? '').startsWith(StatementName) && ranThere(it, request))
        .filter(({ status }) => Status === 'ALL' || status === Status)
      const { items, next } = pageOfList(all, request, ({ id }) => id)
      return { Statements: items.map(listed), ...next }
    },
  }
}

function ranThere(it: { readonly cluster: string; readonly database: string }, request: Target): boolean {
  const { ClusterIdentifier, WorkgroupName, Database } = request
  const cluster = ClusterIdentifier ?? WorkgroupName
  return (!cluster || it.cluster === cluster) && (!Database || it.database === Database)
}

function onSessions({ sessions }: DataApiContext): Some<'ListSessions'> {
  return {
    async ListSessions(request) {
      checkOne(request)
      const { SessionId, Status, ClusterIdentifier, WorkgroupName, Database } = request
      if (SessionId && (Status ?? ClusterIdentifier ?? WorkgroupName ?? Database) !== undefined)
        throw invalid(
          'Status, ClusterIdentifier, WorkgroupName and Database cannot be specified with SessionId.',
        )
      if (SessionId) return { Sessions: [sessionShape(sessions.one(SessionId))] }
      const all = sessions
        .list()
        .filter((it) => ranThere(it, request))
        .filter(({ status }) => (Status ? status === Status : status !== 'CLOSED'))
      const { items, next } = pageOfList(all, request, ({ id }) => id)
      return { Sessions: items.map(sessionShape), ...next }
    },
  }
}

function onCatalogue({
  clusters,
  databases,
}: DataApiContext): Some<'ListDatabases' | 'ListSchemas' | 'ListTables' | 'DescribeTable'> {
  /** Sessions to the database that is asked about; the one that the caller connects to must be there too. */
  async function poolFor(request: Target & { readonly ConnectedDatabase?: string }) {
    const { resource } = clusterFor(clusters, request)
    if (request.ConnectedDatabase) await databases.of(request.ConnectedDatabase)
    return databases.of(request.Database ?? resource.database)
  }
  return {
    async ListDatabases(request) {
      const { items, next } = pageOfList(await databasesOf(await poolFor(request)), request, (it) => it)
      return { Databases: items, ...next }
    },
    async ListSchemas(request) {
      const all = await schemasOf(await poolFor(request), request.SchemaPattern)
      const { items, next } = pageOfList(all, request, (it) => it)
      return { Schemas: items, ...next }
    },
    async ListTables(request) {
      const all = await tablesOf(await poolFor(request), request.SchemaPattern, request.TablePattern)
      const { items, next } = pageOfList(all, request, ({ schema, name }) => JSON.stringify([schema, name]))
      return { Tables: items, ...next }
    },
    async DescribeTable(request) {
      const all = await columnsOfTables(await poolFor(request), request.Schema, request.Table)
      const { items, next } = pageOfList(all, request, ({ schemaName, tableName, name }) =>
        JSON.stringify([schemaName, tableName, name]),
      )
      return { ...(request.Table ? { TableName: request.Table } : {}), ColumnList: items, ...next }
    },
  }
}
