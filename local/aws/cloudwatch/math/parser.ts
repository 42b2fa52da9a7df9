import { tableOf } from '../../../../lib/own.ts'
import { ExpressionError, type Token, tokens } from './tokens.ts'

export type BinaryOperator = keyof typeof STRENGTH
/** An expression of metric math, as a tree. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'negate'; readonly of: Expression }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }

/** How strongly an operator binds; the stronger first. */
const STRENGTH = {
  OR: 1,
  AND: 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '^': 8,
} as const
const NEGATE_STRENGTH = 7
const SPELLINGS = tableOf({ '||': 'OR', '&&': 'AND' })
const MOST_DEPTH = 100

/** Reads an expression of metric math; throws an ExpressionError that says what is wrong and where. */
export function parseExpression(source: string): Expression {
  const parser = new Parser(tokens(source))
  const expression = parser.binary(0)
  parser.expect('end', 'the end')
  return expression
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(list: readonly Token[]) {
    this.#tokens = list
  }

  /** An expression of operators that bind more strongly than `floor`. */
  binary(floor: number): Expression {
    if (++this.#depth > MOST_DEPTH) throw new ExpressionError(`more than ${MOST_DEPTH} levels deep`)
    let left = this.#operand()
    for (let operator = this.#operator(floor); operator; operator = this.#operator(floor)) {
      this.#at++
      // a power binds to the right: 2^3^2 is 2^(3^2)
      const right = this.binary(operator === '^' ? STRENGTH[operator] - 1 : STRENGTH[operator])
      left = { kind: 'binary', operator, left, right }
    }
    this.#depth--
    return left
  }

  expect(kind: Token['kind'], text: string): void {
    const token = this.#next()
    if (token.kind !== kind || token.text !== text) throw unexpected(token, `'${text}'`)
  }

  #next(): Token {
    return this.#tokens[Math.min(this.#at++, this.#tokens.length - 1)]!
  }

  #peek(): Token {
    return this.#tokens[this.#at]!
  }

  #operator(floor: number): BinaryOperator | null {
    const { kind, text } = this.#peek()
    const operator = SPELLINGS[text] ?? text
    const fits = kind !== 'text' && Object.hasOwn(STRENGTH, operator)
    return fits && STRENGTH[operator as BinaryOperator] > floor ? (operator as BinaryOperator) : null
  }

  #operand(): Expression {
    const token = this.#next()
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) }
    if (token.kind === 'text') return { kind: 'text', text: token.text.slice(1, -1) }
    if (token.kind === 'name' && !Object.hasOwn(STRENGTH, token.text)) return this.#named(token.text)
    if (token.text === '-') return { kind: 'negate', of: this.binary(NEGATE_STRENGTH) }
    if (token.text === '(') return this.#inParentheses()
    if (token.text === '[') return { kind: 'list', items: this.#listUntil(']') }
    throw unexpected(token, 'a number, an id, a function, ( or [')
  }

  #inParentheses(): Expression {
    const inner = this.binary(0)
    this.expect('sign', ')')
    return inner
  }

  #named(name: string): Expression {
    if (this.#peek().text !== '(') return { kind: 'name', name }
    this.#at++
    return { kind: 'call', name, args: this.#listUntil(')') }
  }

  #listUntil(end: ')' | ']'): Expression[] {
    const items: Expression[] = []
    if (this.#peek().text === end) {
      this.#at++
      return items
    }
    for (;;) {
      items.push(this.binary(0))
      const token = this.#next()
      if (token.kind === 'sign' && token.text === end) return items
      if (token.text !== ',') throw unexpected(token, `, or ${end}`)
    }
  }
}

const unexpected = (token: Token, wanted: string): ExpressionError =>
  new ExpressionError(
    token.kind === 'end'
      ? `it ends too early: ${wanted} expected`
      : `unexpected ${token.text} at ${token.at}: ${wanted} expected`,
  )
