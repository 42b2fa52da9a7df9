import type { Ask } from '../ministack.ts'
import type { Attributes } from './records.ts'

/** Names of a table's key attributes, partition key first. */
export type KeyNames = readonly string[]

/** A table's name from its name or ARN. */
export const tableName = (nameOrArn: string): string => /:table\/([^/]+)/.exec(nameOrArn)?.[1] ?? nameOrArn

export const keyIn = (names: KeyNames, item: Attributes): Attributes =>
  Object.fromEntries(names.map((name) => [name, item[name] ?? {}]))

/** Key schemas, asked once for each table; a table that was deleted or made anew is to be forgotten. */
export function tableSchemas(ask: Ask) {
  const known = new Map<string, Promise<KeyNames>>()
  async function described(table: string): Promise<KeyNames> {
    const { Table } = await ask<{ Table: { KeySchema: { AttributeName: string; KeyType: string }[] } }>(
      'dynamodb',
      'DescribeTable',
      { TableName: table },
    )
    return Table.KeySchema.toSorted((a) => (a.KeyType === 'HASH' ? -1 : 1)).map((key) => key.AttributeName)
  }
  return {
    of(table: string): Promise<KeyNames> {
      const found = known.get(table)
      if (found) return found
      const asked = described(table)
      known.set(table, asked)
      asked.catch(() => known.delete(table))
      return asked
    },
    forget: () => known.clear(),
  }
}
export type Schemas = ReturnType<typeof tableSchemas>
