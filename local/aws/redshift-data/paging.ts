import { invalid } from './errors.ts'

const PAGE = 100

export interface Wanted {
  readonly NextToken?: string
  readonly MaxResults?: number
}

/**
 * One page of a list, and the token of the next. A token holds the key of the last entry given, so that entries which
 * come meanwhile neither repeat nor hide others.
 */
export function pageOfList<T>(
  all: readonly T[],
  { NextToken, MaxResults }: Wanted,
  keyOf: (item: T) => string,
) {
  const from = NextToken ? after(all, NextToken, keyOf) : 0
  const to = from + (MaxResults || PAGE)
  const last = all[to - 1]
  const more = last !== undefined && to < all.length
  return { items: all.slice(from, to), next: more ? { NextToken: encoded(keyOf(last)) } : {} }
}

function after<T>(all: readonly T[], token: string, keyOf: (item: T) => string): number {
  const key = decoded(token)
  const at = all.findIndex((item) => keyOf(item) === key)
  if (at < 0) throw invalid('NextToken is not one that this operation has given.')
  return at + 1
}

export const encoded = (key: string): string => Buffer.from(key).toString('base64url')
export const decoded = (token: string): string => Buffer.from(token, 'base64url').toString()
