/** A piece of SQL: `text` is what a rewriting may look at (words, marks), everything else stays as it stands. */
export interface Token {
  readonly kind: 'word' | 'mark' | 'space' | 'quoted'
  readonly text: string
}

/** Comments, strings (also `$tag$…$tag$`), quoted names, words, casts, parameters, white space, single marks. */
const PIECE =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<quoted>[eE]?'(?:[^'\\]|''|\\[\s\S])*'|"(?:[^"]|"")*"|(\$[A-Za-z_]*\$)[\s\S]*?\3)|(?<word>[A-Za-z_][\w$]*|\d[\w.]*)|(?<mark>::|:=|[\s\S])/g

/** The same SQL in pieces; joined they give it back. */
export function tokensOf(sql: string): Token[] {
  return [...sql.matchAll(PIECE)].map(({ 0: text, groups }) => {
    const kind = (['space', 'quoted', 'word', 'mark'] as const).find((it) => groups?.[it] !== undefined)
    return { kind: kind ?? 'mark', text }
  })
}

export const sqlOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join('')

/** First word in upper case; empty where there is none. */
export const firstWord = (tokens: readonly Token[]): string =>
  tokens.find(({ kind }) => kind === 'word')?.text.toUpperCase() ?? ''
