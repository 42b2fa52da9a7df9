import { Type } from 'typebox'
import type { Estate } from '../estate.ts'
import { AwsError } from '../wire/error.ts'
import { pageOf } from '../wire/page.ts'
import { type Operation, operation } from '../wire/service.ts'
import { type Document, type Documents, ONLY_VERSION } from './documents.ts'
import { invalid } from './errors.ts'

const optional = Type.Optional
const Name = Type.String({ pattern: '^[a-zA-Z0-9_.:/-]{3,}$' })
const Version = optional(Type.Enum([ONLY_VERSION, '$DEFAULT', '$LATEST']))
const MOST = 50

/** Automation documents of the API; those of other types are refused. */
export function documentOperations(
  { system }: Pick<Estate, 'system'>,
  documents: Documents,
): Record<string, Operation> {
  const shape = (it: Document) => documentShape(system.account, it)
  return {
    CreateDocument: operation(
      {
        Name,
        Content: Type.String({ minLength: 1 }),
        DocumentType: Type.Literal('Automation'),
        DocumentFormat: optional(Type.Literal('JSON')),
      },
      (input) => ({ DocumentDescription: shape(documents.create(input.Name, input.Content)) }),
    ),
    DescribeDocument: operation({ Name, DocumentVersion: Version }, (input) => ({
      Document: shape(documents.find(input.Name)),
    })),
    GetDocument: operation(
      { Name, DocumentVersion: Version, DocumentFormat: optional(Type.Literal('JSON')) },
      (input) => {
        const it = documents.find(input.Name)
        return { ...head(it), Content: JSON.stringify(it.content), Status: 'Active' }
      },
    ),
    ListDocuments: operation(
      {
        MaxResults: optional(Type.Integer({ minimum: 1, maximum: MOST })),
        NextToken: optional(Type.String()),
      },
      ({ MaxResults = MOST, NextToken }) => {
        const bad = (message: string) => new AwsError('InvalidNextToken', message)
        const { items, next } = pageOf(documents.all(), { token: NextToken, size: MaxResults }, bad)
        const identifiers = items.map((it) => ({ ...head(it), Owner: system.account }))
        return { DocumentIdentifiers: identifiers, NextToken: next }
      },
    ),
    DeleteDocument: operation({ Name }, (input) => {
      if (input.Name.startsWith('arn:')) throw invalid('A document is deleted by its name.')
      documents.remove(input.Name)
      return {}
    }),
  }
}

const head = ({ id, createdAt }: Document) => ({
  Name: id,
  CreatedDate: new Date(createdAt),
  DocumentVersion: ONLY_VERSION,
  DocumentType: 'Automation',
  DocumentFormat: 'JSON',
})

const documentShape = (account: string, it: Document) => ({
  ...head(it),
  Hash: it.hash,
  HashType: 'Sha256',
  Owner: account,
  Status: 'Active',
  Description: it.content.description,
  SchemaVersion: it.content.schemaVersion,
  LatestVersion: ONLY_VERSION,
  DefaultVersion: ONLY_VERSION,
  Parameters: Object.entries(it.content.parameters ?? {}).map(([Name, one]) => ({
    Name,
    Type: one.type,
    Description: one.description,
    DefaultValue: one.default,
  })),
  PlatformTypes: ['Linux', 'Windows', 'MacOS'],
})
