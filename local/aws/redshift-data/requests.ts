import { type Static, type TObject, Type } from 'typebox'

const text = Type.String()
const optional = Type.Optional(text)
const cluster = Type.Optional(
  Type.String({ minLength: 1, maxLength: 63, pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' }),
)
const workgroup = Type.Optional(Type.String({ minLength: 3, maxLength: 128 }))
const target = {
  ClusterIdentifier: cluster,
  WorkgroupName: workgroup,
  Database: optional,
  DbUser: optional,
  SecretArn: optional,
}
const pagesOf = (most: number) => ({
  NextToken: optional,
  MaxResults: Type.Optional(Type.Integer({ minimum: 0, maximum: most })),
})
const wait = { WaitTimeSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 30 })) }
const uuid = Type.String({ pattern: '^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\\d{0,2})?$' })
const parameter = Type.Object(
  { name: Type.String({ pattern: '^[0-9a-zA-Z_]+$' }), value: Type.String({ minLength: 1 }) },
  { additionalProperties: false },
)
const submission = {
  ...target,
  ...wait,
  Parameters: Type.Optional(Type.Array(parameter, { minItems: 1 })),
  StatementName: Type.Optional(Type.String({ maxLength: 2048 })),
  ClientToken: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  WithEvent: Type.Optional(Type.Boolean()),
  ResultFormat: Type.Optional(Type.Enum(['JSON', 'CSV'])),
  SessionKeepAliveSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
  SessionId: Type.Optional(uuid),
}
const status = Type.Enum(['SUBMITTED', 'PICKED', 'STARTED', 'FINISHED', 'ABORTED', 'FAILED', 'ALL'])
/** Where statements and sessions ran. */
const ran = {
  RoleLevel: Type.Optional(Type.Boolean()),
  Database: optional,
  ClusterIdentifier: cluster,
  WorkgroupName: workgroup,
}
const catalogue = { ...target, ...pagesOf(1000), Database: text, ConnectedDatabase: optional }
const closed = { additionalProperties: false }

/** What each operation takes, within the limits of AWS's service model; a test holds the two together. */
export const requests = {
  ExecuteStatement: Type.Object({ ...submission, Sql: text }, closed),
  BatchExecuteStatement: Type.Object(
    {
      ...submission,
      Sqls: Type.Array(text, { minItems: 1, maxItems: 40 }),
      ExecutionMode: Type.Optional(Type.Enum(['TRANSACTION', 'AUTO_COMMIT'])),
    },
    closed,
  ),
  DescribeStatement: Type.Object({ ...wait, Id: uuid }, closed),
  GetStatementResult: Type.Object({ ...wait, Id: uuid, NextToken: optional }, closed),
  GetStatementResultV2: Type.Object({ ...wait, Id: uuid, NextToken: optional }, closed),
  CancelStatement: Type.Object({ Id: uuid }, closed),
  ListStatements: Type.Object(
    {
      ...pagesOf(100),
      ...ran,
      StatementName: Type.Optional(Type.String({ maxLength: 2048 })),
      Status: Type.Optional(status),
    },
    closed,
  ),
  ListSessions: Type.Object(
    {
      ...pagesOf(100),
      ...ran,
      SessionId: Type.Optional(uuid),
      Status: Type.Optional(Type.Enum(['AVAILABLE', 'BUSY', 'CLOSED'])),
    },
    closed,
  ),
  ListDatabases: Type.Object({ ...target, ...pagesOf(1000) }, closed),
  ListSchemas: Type.Object({ ...catalogue, SchemaPattern: optional }, closed),
  ListTables: Type.Object({ ...catalogue, SchemaPattern: optional, TablePattern: optional }, closed),
  DescribeTable: Type.Object({ ...catalogue, Schema: optional, Table: optional }, closed),
} satisfies Record<string, TObject>
export type Operation = keyof typeof requests
export type Request<Name extends Operation> = Static<(typeof requests)[Name]>
