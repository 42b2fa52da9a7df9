import { type Static, type TObject, Type } from 'typebox'
import { Value } from 'typebox/value'
import { invalid } from './errors.ts'

const text = Type.String({ minLength: 1 })
const target = {
  ClusterIdentifier: Type.Optional(text),
  WorkgroupName: Type.Optional(text),
  Database: Type.Optional(text),
  DbUser: Type.Optional(text),
  SecretArn: Type.Optional(text),
}
const paging = {
  NextToken: Type.Optional(text),
  MaxResults: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
}
const wait = { WaitTimeSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })) }
const parameters = Type.Optional(
  Type.Array(Type.Object({ name: text, value: Type.String() }), { minItems: 1 }),
)
const submission = {
  ...target,
  ...wait,
  Parameters: parameters,
  StatementName: Type.Optional(Type.String({ maxLength: 500 })),
  ClientToken: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  WithEvent: Type.Optional(Type.Literal(false)),
  ResultFormat: Type.Optional(Type.Literal('JSON')),
}
const id = Type.String({
  pattern: '^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\\d+)?$',
})
const status = Type.Union(
  ['SUBMITTED', 'PICKED', 'STARTED', 'FINISHED', 'ABORTED', 'FAILED', 'ALL'].map((it) => Type.Literal(it)),
)
const catalogue = { ...target, ...paging, ConnectedDatabase: Type.Optional(text) }

/** What each operation takes; a member that AWS has and the stand-in lacks is refused as unknown. */
export const requests = {
  ExecuteStatement: Type.Object({ ...submission, Sql: text }, { additionalProperties: false }),
  BatchExecuteStatement: Type.Object(
    { ...submission, Sqls: Type.Array(text, { minItems: 1, maxItems: 40 }) },
    { additionalProperties: false },
  ),
  DescribeStatement: Type.Object({ ...wait, Id: id }, { additionalProperties: false }),
  GetStatementResult: Type.Object(
    { ...wait, Id: id, NextToken: Type.Optional(text) },
    { additionalProperties: false },
  ),
  CancelStatement: Type.Object({ Id: id }, { additionalProperties: false }),
  ListStatements: Type.Object(
    {
      ...paging,
      StatementName: Type.Optional(text),
      Status: Type.Optional(status),
      RoleLevel: Type.Optional(Type.Boolean()),
      Database: Type.Optional(text),
      ClusterIdentifier: Type.Optional(text),
      WorkgroupName: Type.Optional(text),
    },
    { additionalProperties: false },
  ),
  ListDatabases: Type.Object({ ...target, ...paging }, { additionalProperties: false }),
  ListSchemas: Type.Object(
    { ...catalogue, SchemaPattern: Type.Optional(text) },
    { additionalProperties: false },
  ),
  ListTables: Type.Object(
    { ...catalogue, SchemaPattern: Type.Optional(text), TablePattern: Type.Optional(text) },
    { additionalProperties: false },
  ),
  DescribeTable: Type.Object(
    { ...catalogue, Schema: Type.Optional(text), Table: text },
    { additionalProperties: false },
  ),
} satisfies Record<string, TObject>
export type Operation = keyof typeof requests
export type Request<Name extends Operation> = Static<(typeof requests)[Name]>

/** A body as the operation's request; every finding in one ValidationException. */
export function requestOf<Name extends Operation>(operation: Name, body: string): Request<Name> {
  const schema: TObject = requests[operation]
  const value = parsed(body)
  const findings = Value.Errors(schema, value).map((error) => {
    const at = memberOf(error.instancePath, error.params)
    return `Value at '${at}' failed to satisfy constraint: Member ${error.message}`
  })
  if (findings.length > 0)
    throw invalid(
      `${findings.length} validation error${findings.length > 1 ? 's' : ''} detected: ${findings.join('; ')}`,
    )
  return value as Request<Name>
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body || '{}')
  } catch (error) {
    throw invalid(`The request body is no JSON: ${(error as Error).message}`)
  }
}

/** Path of a member as AWS writes it, in lower camel case; for a missing or unknown one, its own name. */
function memberOf(path: string, params: object): string {
  const { requiredProperties, additionalProperties } = params as {
    requiredProperties?: string[]
    additionalProperties?: string[]
  }
  const named = requiredProperties ?? additionalProperties ?? []
  const steps = [...path.split('/').filter(Boolean), ...(named.length > 0 ? [named.join(', ')] : [])]
  return steps.map((step) => step[0]!.toLowerCase() + step.slice(1)).join('.') || 'body'
}
