/** A piece of SQL: `text` is what a rewriting may look at (words, marks), everything else stays as it stands. */
export interface Token {
  readonly kind: 'word' | 'mark' | 'space' | 'quoted'
  readonly text: string
}

const SPACE = /\s+|--[^\n]*/y
const WORD = /[A-Za-z_][\w$]*|\d[\w.]*/y
const DOLLAR_TAG = /\$(?:[A-Za-z_]\w*)?\$/y
const MARK = /::|:=|[\s\S]/y
const COMMENT_MARKS = /\/\*|\*\//g

/**
 * The same SQL in pieces; joined they give it back. Each character is looked at once or twice, whatever the text: a
 * quote or comment that does not end takes the rest.
 */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < sql.length; ) {
    const token = tokenAt(sql, at)
    tokens.push(token)
    at += token.text.length
  }
  return tokens
}

function tokenAt(sql: string, at: number): Token {
  const first = sql[at]!
  if (first === "'" || first === '"') return { kind: 'quoted', text: sql.slice(at, afterQuote(sql, at)) }
  if (sql.startsWith('/*', at)) return { kind: 'space', text: sql.slice(at, afterComment(sql, at)) }
  const space = match(SPACE, sql, at)
  if (space) return { kind: 'space', text: space }
  const tag = first === '$' && match(DOLLAR_TAG, sql, at)
  if (tag) return { kind: 'quoted', text: sql.slice(at, afterText(sql, tag, at + tag.length)) }
  const word = match(WORD, sql, at)
  return word ? { kind: 'word', text: word } : { kind: 'mark', text: match(MARK, sql, at) }
}

function match(pattern: RegExp, sql: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(sql)?.[0] ?? ''
}

/** Two quotes in a row stand for one; in a string, a backslash takes the next character along, as Redshift has it. */
function afterQuote(sql: string, from: number): number {
  const quote = sql[from]!
  for (let at = from + 1; at < sql.length; at++) {
    if (sql[at] === '\\' && quote === "'") at += 1
    else if (sql[at] === quote && sql[at + 1] === quote) at += 1
    else if (sql[at] === quote) return at + 1
  }
  return sql.length
}

/** Comments can lie in comments. */
function afterComment(sql: string, from: number): number {
  COMMENT_MARKS.lastIndex = from
  let depth = 0
  for (let mark = COMMENT_MARKS.exec(sql); mark; mark = COMMENT_MARKS.exec(sql)) {
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return COMMENT_MARKS.lastIndex
  }
  return sql.length
}

function afterText(sql: string, text: string, from: number): number {
  const at = sql.indexOf(text, from)
  return at < 0 ? sql.length : at + text.length
}

export const sqlOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join('')

/** First word in upper case; empty where there is none. */
export const firstWord = (tokens: readonly Token[]): string =>
  tokens.find(({ kind }) => kind === 'word')?.text.toUpperCase() ?? ''

/** True where something stands behind a semicolon: that is more than one statement. */
export function isSeveral(tokens: readonly Token[]): boolean {
  const end = tokens.findIndex(({ text }) => text === ';')
  return end >= 0 && tokens.slice(end).some(({ kind, text }) => kind !== 'space' && text !== ';')
}
