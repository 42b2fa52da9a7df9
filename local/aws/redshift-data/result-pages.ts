import type { Databases } from './databases.ts'
import { invalid, notFound } from './errors.ts'
import { csvLine, fieldOf } from './fields.ts'
import { decoded, encoded } from './paging.ts'
import { type Page, pageOf } from './results.ts'
import { hasResult, type ResultFormat, type Statement, type SubStatement } from './statement.ts'
import { partOf } from './statements.ts'

interface Wanted {
  readonly Id: string
  readonly NextToken?: string
}

/** One page of a result in the format that the operation gives. */
export async function resultOf(
  databases: Databases,
  statement: Statement,
  { Id, NextToken }: Wanted,
  format: ResultFormat,
) {
  const part = readable(statement, Id, format)
  const from = NextToken ? placeOf(NextToken) : null
  const session = await (await databases.of(statement.database)).connect()
  try {
    const page = await pageOf(session, part, from)
    return {
      Records: format === 'CSV' ? [{ CSVRecords: page.rows.map(csvLine).join('') }] : fieldsOf(part, page),
      ColumnMetadata: part.columns,
      TotalNumRows: part.rows,
      ...(format === 'CSV' ? { ResultFormat: format } : {}),
      ...(page.next ? { NextToken: encoded(page.next) } : {}),
    }
  } finally {
    session.release()
  }
}

const fieldsOf = ({ columns }: SubStatement, { rows }: Page) =>
  rows.map((row) => columns.map(({ typeName }, index) => fieldOf(row[index] ?? null, typeName)))

function readable(statement: Statement, id: string, format: ResultFormat): SubStatement {
  const part = partOf(statement, id)
  if (!part) throw invalid('BatchExecuteStatement result can only be retrieved with sub-statement id.')
  const isOver = statement.status === 'FINISHED' || statement.mode === 'AUTO_COMMIT'
  if (!isOver || !hasResult(part))
    throw notFound('Query does not have result. Please check query status with DescribeStatement.', id)
  if (statement.format !== format)
    throw invalid(
      `The result of ${id} is in ${statement.format} format: read it with ${statement.format === 'CSV' ? 'GetStatementResultV2' : 'GetStatementResult'}.`,
    )
  return part
}

const PLACE = /^\(\d+,\d+\)$/
function placeOf(token: string): string {
  const place = decoded(token)
  if (!PLACE.test(place)) throw invalid('NextToken is not one that GetStatementResult has given.')
  return place
}
