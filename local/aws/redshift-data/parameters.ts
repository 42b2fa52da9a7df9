import pg from 'pg'
import { invalid } from './errors.ts'
import { type Token, tokensOf } from './tokens.ts'

export interface Parameter {
  readonly name: string
  readonly value: string
}

/** What a parameter's name is made of. */
const NAME = /^\w+/

/**
 * Refuses parameters that do not fit the SQL. All statements of a batch share them, so each must be used by one of
 * them; quotes and comments hold no parameters.
 */
export function checkParameters(sqls: readonly string[], parameters: readonly Parameter[]): void {
  if (parameters.length === 0) return
  const names = parameters.map(({ name }) => name)
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  if (twice.length > 0)
    throw invalid(`Parameters list contains duplicate parameters. Duplicate parameters: ${listed(twice)}`)
  const used = new Set(sqls.flatMap((sql) => namesIn(tokensOf(sql))))
  const unused = names.filter((name) => !used.has(name))
  if (unused.length > 0)
    throw invalid(`Parameters list contains unused parameters. Unused parameters: ${listed(unused)}`)
  const missing = [...used].filter((name) => !names.includes(name))
  if (missing.length > 0)
    throw invalid(`Parameters list lacks parameters of the SQL. Missing parameters: ${listed(missing)}`)
}

const listed = (names: readonly string[]) => `[${[...new Set(names)].join(', ')}]`

const namesIn = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((_, at) => (isParameter(tokens, at) ? [NAME.exec(tokens[at + 1]!.text)![0]] : []))

const isParameter = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]!.kind === 'mark' && tokens[at]!.text === ':' && tokens[at + 1]?.kind === 'word'

/**
 * SQL with its `:name` parameters as literals, which take the type that their place asks for, as Redshift's do. SQL
 * without parameters stays as it is.
 */
export function withParameters(sql: string, parameters: readonly Parameter[]): Token[] {
  const tokens = tokensOf(sql)
  if (parameters.length === 0) return tokens
  const values = new Map(parameters.map(({ name, value }) => [name, value]))
  const bound: Token[] = []
  for (let at = 0; at < tokens.length; at++) {
    if (!isParameter(tokens, at)) bound.push(tokens[at]!)
    else {
      const { text } = tokens[at + 1]!
      const name = NAME.exec(text)![0]
      bound.push({ kind: 'quoted', text: pg.escapeLiteral(values.get(name) ?? '') })
      if (text.length > name.length) bound.push({ kind: 'word', text: text.slice(name.length) })
      at += 1
    }
  }
  return bound
}
