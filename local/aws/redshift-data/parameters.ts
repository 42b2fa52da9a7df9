import pg from 'pg'
import { invalid } from './errors.ts'
import { type Token, tokensOf } from './tokens.ts'

export interface Parameter {
  readonly name: string
  readonly value: string
}

/**
 * SQL with its `:name` parameters as literals, which take the type that their place asks for, as Redshift's do.
 * A parameter without a value, and a value without its parameter, are refused as AWS refuses them.
 */
export function withParameters(sql: string, parameters: readonly Parameter[]): Token[] {
  const values = new Map(parameters.map(({ name, value }) => [name, value]))
  const used = new Set<string>()
  const tokens = tokensOf(sql)
  const bound: Token[] = []
  for (let at = 0; at < tokens.length; at++) {
    const [token, next] = [tokens[at]!, tokens[at + 1]]
    const isParameter = token.text === ':' && token.kind === 'mark' && next?.kind === 'word'
    if (!isParameter) bound.push(token)
    else {
      bound.push({ kind: 'quoted', text: literal(values, next.text) })
      used.add(next.text)
      at += 1
    }
  }
  const idle = [...values.keys()].filter((name) => !used.has(name))
  if (idle.length > 0) throw invalid(`Parameters ${idle.join(', ')} are not in the SQL statement.`)
  return bound
}

function literal(values: ReadonlyMap<string, string>, name: string): string {
  const value = values.get(name)
  if (value === undefined) throw invalid(`Parameter :${name} of the SQL statement has no value.`)
  return pg.escapeLiteral(value)
}
