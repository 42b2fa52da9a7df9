/** A piece of an expression, with its place (1 is the first character) for errors. */
export interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'sign' | 'end'
  readonly text: string
  readonly at: number
}

/** What is wrong with an expression, and where. */
export class ExpressionError extends Error {}

const PATTERN =
  /\s*(?:(?<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<text>"[^"]*"|'[^']*')|(?<sign>&&|\|\||==|!=|<=|>=|[-+*/^<>(),[\]]))/y

/** Cuts an expression of metric math into tokens; throws an ExpressionError at a character that none begins with. */
export function tokens(source: string): readonly Token[] {
  const found: Token[] = []
  const text = source.trimEnd()
  let end = 0
  while (end < text.length) {
    PATTERN.lastIndex = end
    const groups = PATTERN.exec(text)?.groups
    if (!groups) throw new ExpressionError(unreadable(text, end))
    const [kind, it] = Object.entries(groups).find(([, value]) => value !== undefined)!
    end = PATTERN.lastIndex
    found.push({ kind: kind as Token['kind'], text: it, at: end - it.length + 1 })
  }
  return [...found, { kind: 'end', text: 'the end', at: text.length + 1 }]
}

function unreadable(text: string, end: number): string {
  const at = end + text.slice(end).search(/\S/)
  const quote = text[at] === '"' || text[at] === "'"
  return quote ? `a text that begins at ${at + 1} has no end` : `unexpected '${text[at]}' at ${at + 1}`
}
