import { tableOf } from '../../../lib/own.ts'
import { invalid } from './groups.ts'

/** Says of a message whether a pattern lets it through. */
export type Matches = (message: string) => boolean

type Test = (document: unknown) => boolean
const TOKEN =
  /\s*(\$(?:\.[\w-]+|\.?\['[^']*'\]|\[\d+\])+|&&|\|\||[()]|[<>]=?|!?=|"(?:[^"\\]|\\.)*"|[^\s()&|=<>!{}"]+)/y
/** More than anybody writes, and far less than a stack takes. */
const MOST_LEVELS = 50
const STEP = /\.([\w-]+)|\.?\['([^']*)'\]|\[(\d+)\]/g

/** A pattern over JSON messages: comparisons of properties, with `&&`, `||` and parentheses. */
export function jsonPattern(text: string): Matches {
  if (!text.endsWith('}')) throw invalid(`Invalid filter pattern '${text}': it does not end with }`)
  const tokens = tokensOf(text)
  const test = anyOf(tokens, 0)
  if (tokens.length > 0) throw unexpected(tokens)
  return (message) => {
    const document = documentOf(message)
    return document !== undefined && test(document)
  }
}

function tokensOf(text: string): string[] {
  const inner = text.slice(1, -1).trim()
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < inner.length) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(inner)?.[1]
    if (token === undefined)
      throw invalid(`Invalid filter pattern '${text}': not understood from '${inner.slice(at)}'`)
    tokens.push(token)
  }
  return tokens
}
const unexpected = ([token = 'its end']: readonly string[]) =>
  invalid(`Invalid filter pattern: '${token}' is not what can stand there`)

/** `&&` binds closer than `||`. */
function anyOf(tokens: string[], level: number): Test {
  if (level > MOST_LEVELS)
    throw invalid(`Invalid filter pattern: it has more than ${MOST_LEVELS} levels of parentheses`)
  const tests = separated(tokens, '||', () => allOf(tokens, level))
  return (document) => tests.some((test) => test(document))
}
function allOf(tokens: string[], level: number): Test {
  const tests = separated(tokens, '&&', () => one(tokens, level))
  return (document) => tests.every((test) => test(document))
}

function separated(tokens: string[], by: string, parse: () => Test): readonly Test[] {
  const tests = [parse()]
  while (tokens[0] === by) {
    tokens.shift()
    tests.push(parse())
  }
  return tests
}

function one(tokens: string[], level: number): Test {
  const first = tokens.shift()
  if (first === '(') {
    const test = anyOf(tokens, level + 1)
    if (tokens.shift() !== ')') throw invalid('Invalid filter pattern: a parenthesis is not closed')
    return test
  }
  if (!first?.startsWith('$')) throw unexpected(first === undefined ? [] : [first])
  const find = finder(first)
  const compared = comparison(tokens)
  return (document) => compared(find(document))
}

function finder(selector: string): (document: unknown) => unknown {
  const steps = [...selector.matchAll(STEP)].map(([, name, quoted, index]) => name ?? quoted ?? index!)
  return (document) =>
    steps.reduce<unknown>(
      (at, step) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, step)
          ? (at as Record<string, unknown>)[step]
          : undefined,
      document,
    )
}

const WORDS = tableOf<Test>({
  'IS NULL': (value) => value === null,
  'IS TRUE': (value) => value === true,
  'IS FALSE': (value) => value === false,
  'NOT EXISTS': (value) => value === undefined,
})
const ORDERS = tableOf<(a: number, b: number) => boolean>({
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
})

function comparison(tokens: string[]): Test {
  const [operator = '', operand] = tokens.splice(0, 2)
  const word = WORDS[`${operator} ${operand}`.toUpperCase()]
  if (word) return word
  if (operand === undefined) throw unexpected([])
  const order = ORDERS[operator]
  if (order) {
    const number = Number(operand)
    if (Number.isNaN(number)) throw unexpected([operand])
    return (value) => typeof value === 'number' && order(value, number)
  }
  const equal = equality(operand)
  if (operator === '=') return equal
  if (operator === '!=') return (value) => value !== undefined && !equal(value)
  throw unexpected([operator])
}

/** Equal to a number, or to a text in which `*` stands for any. */
function equality(operand: string): Test {
  const text = operand.startsWith('"') ? operand.slice(1, -1).replaceAll(/\\(.)/g, '$1') : operand
  const literal = text.replaceAll(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '[^]*')
  const like = new RegExp(`^${literal}$`)
  return (value) =>
    typeof value === 'number' ? value === Number(text) : typeof value === 'string' && like.test(value)
}

function documentOf(message: string): unknown {
  if (!message.startsWith('{')) return undefined
  try {
    return JSON.parse(message)
  } catch {
    return undefined
  }
}
