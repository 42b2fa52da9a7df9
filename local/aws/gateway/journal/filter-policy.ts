import { BlockList, isIP, isIPv4 } from 'node:net'
import { own, tableOf } from '../../../../lib/own.ts'
import { readJson } from '../../wire/read.ts'
import type { Attributes } from './sns-envelope.ts'

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
type Policy = { readonly [name: string]: Json }
type Rule = Json
/** Values that a policy's key is held against, undefined where it is absent; `empty` where there is no key at all. */
type Found = {
  readonly values: readonly Json[] | undefined
  readonly empty?: boolean
  readonly inner?: LookUp
}
type LookUp = (key: string) => Found

/**
 * Whether a subscription's filter policy lets a message through, as SNS decides it; with it the journal knows which
 * queues a publication went to. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function passes(
  policy: string,
  scope: 'MessageAttributes' | 'MessageBody',
  attributes: Attributes,
  message: string,
): boolean {
  const rules = jsonOf(policy)
  if (!isObject(rules)) return false
  if (scope === 'MessageAttributes') return matches(rules, inAttributes(attributes))
  const body = jsonOf(message)
  return isObject(body) && matches(rules, inBody(body))
}

/** What a publisher or a subscriber wrote as JSON; undefined where it is none, or is nested without end. */
function jsonOf(text: string): Json | undefined {
  try {
    return readJson(text) as Json
  } catch {
    return undefined
  }
}

const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const inAttributes =
  (attributes: Attributes): LookUp =>
  (key) => {
    const attribute = own(attributes, key)
    if (!attribute) return { values: undefined, empty: Object.keys(attributes).length === 0 }
    const text = attribute.StringValue ?? ''
    if (attribute.DataType !== 'String.Array') return { values: [text] }
    const list = jsonOf(text)
    return { values: Array.isArray(list) ? (list as readonly Json[]) : [text] }
  }

const inBody =
  (body: { readonly [name: string]: Json }): LookUp =>
  (key) => {
    const value = own(body, key)
    if (value === undefined || value === null)
      return { values: undefined, empty: Object.keys(body).length === 0 }
    if (isObject(value)) return { values: [value], inner: inBody(value) }
    return { values: Array.isArray(value) ? (value as readonly Json[]) : [value] }
  }

function matches(policy: Policy, lookUp: LookUp): boolean {
  return Object.entries(policy).every(([key, rules]) => {
    if (key === '$or' && Array.isArray(rules))
      return rules.some((one) => isObject(one) && matches(one, lookUp))
    const found = lookUp(key)
    if (isObject(rules)) return found.inner !== undefined && matches(rules, found.inner)
    return Array.isArray(rules) && (rules as readonly Rule[]).some((rule) => holds(rule, found))
  })
}

// https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html: where there is no key at all, none is absent
function holds(rule: Rule, { values, empty }: Found): boolean {
  if (isObject(rule) && 'exists' in rule)
    return rule.exists ? values?.some((value) => value !== '') === true : !values && !empty
  return values?.some((value) => fits(value, rule)) ?? false
}

const numberOf = (value: Json) =>
  typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)

function fits(value: Json, rule: Rule): boolean {
  if (typeof rule === 'number') return numberOf(value) === rule
  if (!isObject(rule)) return value === rule || value === JSON.stringify(rule)
  if ('anything-but' in rule) return !excluded(value, rule['anything-but']!)
  if ('numeric' in rule)
    return (
      Array.isArray(rule.numeric) && compares(numberOf(value), rule.numeric as readonly (string | number)[])
    )
  return typeof value === 'string' && textFits(value, rule)
}

function excluded(value: Json, but: Json): boolean {
  if (isObject(but)) return typeof value === 'string' && textFits(value, but)
  return [but].flat().some((one) => fits(value, one as Rule))
}

function textFits(value: string, rule: { readonly [name: string]: Json }): boolean {
  const [operator, operand] = Object.entries(rule)[0] ?? []
  const text = String(operand)
  switch (operator) {
    case 'prefix':
      return value.startsWith(text)
    case 'suffix':
      return value.endsWith(text)
    case 'equals-ignore-case':
      return value.toLowerCase() === text.toLowerCase()
    case 'wildcard':
      return new RegExp(`^${text.split('*').map(literal).join('.*')}$`, 's').test(value)
    case 'cidr':
      return inBlock(value, text)
    default:
      return false
  }
}

const literal = (text: string) => text.replace(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`)

function inBlock(address: string, cidr: string): boolean {
  const [network, bits] = cidr.split('/')
  const family = isIPv4(network!) ? 'ipv4' : 'ipv6'
  const length = Number(bits ?? (family === 'ipv4' ? 32 : 128))
  if (!isIP(address) || !isIP(network!) || !(length >= 0 && length <= (family === 'ipv4' ? 32 : 128)))
    return false
  const block = new BlockList()
  block.addSubnet(network!, length, family)
  return block.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

const COMPARISONS = tableOf<(a: number, b: number) => boolean>({
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
})
/** `['>', 0, '<=', 5]`: operators and operands in turn, all of which must hold. */
function compares(value: number, terms: readonly (string | number)[]): boolean {
  if (Number.isNaN(value)) return false
  for (let at = 0; at + 1 < terms.length; at += 2)
    if (!COMPARISONS[String(terms[at])]?.(value, Number(terms[at + 1]))) return false
  return true
}
