import type { StateValue } from '../operations/shapes.ts'
import { errors } from '../wire/errors.ts'

/** The rule of a composite alarm, as a tree; `alarm` is a name or an ARN. */
export type RuleExpression =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: StateValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly of: RuleExpression }
  | { readonly kind: 'and' | 'or'; readonly left: RuleExpression; readonly right: RuleExpression }

const STATES = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const
const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[()]|[^\s()"]+)/y
const MOST_DEPTH = 100

/**
 * Reads an alarm rule: ALARM("x"), OK(x), INSUFFICIENT_DATA(x), TRUE, FALSE, AND, OR, NOT and parentheses.
 * Throws a ValidationError that says what is wrong and where.
 */
export function parseRule(source: string): RuleExpression {
  const words = cut(source)
  const parser = new RuleParser(words)
  const rule = parser.or()
  if (!parser.ended) throw parser.unexpected('AND, OR or the end')
  return rule
}

/** Whether the rule holds, by the states of the alarms that it names. */
export function holds(rule: RuleExpression, stateOf: (alarm: string) => StateValue | undefined): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value
    case 'state':
      return stateOf(rule.alarm) === rule.state
    case 'not':
      return !holds(rule.of, stateOf)
    case 'and':
      return holds(rule.left, stateOf) && holds(rule.right, stateOf)
    case 'or':
      return holds(rule.left, stateOf) || holds(rule.right, stateOf)
  }
}

/** The alarms that a rule names, each once. */
export function alarmsIn(rule: RuleExpression): readonly string[] {
  if (rule.kind === 'constant') return []
  if (rule.kind === 'state') return [rule.alarm]
  if (rule.kind === 'not') return alarmsIn(rule.of)
  return [...new Set([...alarmsIn(rule.left), ...alarmsIn(rule.right)])]
}

interface Word {
  readonly text: string
  readonly at: number
}

function cut(source: string): readonly Word[] {
  const words: Word[] = []
  const text = source.trimEnd()
  for (let end = 0; end < text.length; ) {
    TOKEN.lastIndex = end
    const match = TOKEN.exec(text)
    if (!match) throw errors.validation(`AlarmRule is not valid: unexpected text at ${end + 1}`)
    end = TOKEN.lastIndex
    words.push({ text: match[1]!, at: end - match[1]!.length + 1 })
  }
  return words
}

class RuleParser {
  readonly #words: readonly Word[]
  #at = 0
  #depth = 0
  constructor(words: readonly Word[]) {
    this.#words = words
  }

  get ended(): boolean {
    return this.#at >= this.#words.length
  }

  or(): RuleExpression {
    return this.#deeper(() => {
      let left = this.#and()
      while (this.#take('OR')) left = { kind: 'or', left, right: this.#and() }
      return left
    })
  }

  unexpected(wanted: string) {
    const word = this.#words[this.#at]
    const found = word ? `unexpected ${word.text} at ${word.at}` : 'it ends too early'
    return errors.validation(`AlarmRule is not valid: ${found}, ${wanted} expected`)
  }

  #deeper(parse: () => RuleExpression): RuleExpression {
    if (++this.#depth > MOST_DEPTH)
      throw errors.validation(`AlarmRule is more than ${MOST_DEPTH} levels deep`)
    const rule = parse()
    this.#depth--
    return rule
  }

  #and(): RuleExpression {
    let left = this.#operand()
    while (this.#take('AND')) left = { kind: 'and', left, right: this.#operand() }
    return left
  }

  #operand(): RuleExpression {
    if (this.#take('NOT')) return { kind: 'not', of: this.#deeper(() => this.#operand()) }
    if (this.#take('TRUE')) return { kind: 'constant', value: true }
    if (this.#take('FALSE')) return { kind: 'constant', value: false }
    if (this.#take('(')) return this.#closed(this.or())
    const state = STATES.find((it) => this.#take(it))
    if (!state) throw this.unexpected('ALARM, OK, INSUFFICIENT_DATA, TRUE, FALSE, NOT or (')
    if (!this.#take('(')) throw this.unexpected(`( after ${state}`)
    return this.#closed({ kind: 'state', state, alarm: this.#alarm() })
  }

  #alarm(): string {
    const word = this.#words[this.#at]
    if (!word || word.text === '(' || word.text === ')') throw this.unexpected('the name or ARN of an alarm')
    this.#at++
    return word.text.startsWith('"') ? word.text.slice(1, -1).replace(/\\(.)/g, '$1') : word.text
  }

  #closed(inner: RuleExpression): RuleExpression {
    if (!this.#take(')')) throw this.unexpected(')')
    return inner
  }

  #take(text: string): boolean {
    const fits = this.#words[this.#at]?.text === text
    if (fits) this.#at++
    return fits
  }
}
