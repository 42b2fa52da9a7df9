import { invalid } from '../errors.ts'

/** Query of a list request; both are text. */
export interface PageQuery {
  readonly maxResults?: string
  readonly nextToken?: string
}
const MOST = 100

/** One page of a list, and the token of the next where there is one. */
export function page<T>(all: readonly T[], { maxResults, nextToken }: PageQuery) {
  const size = maxResults === undefined ? MOST : Number(maxResults)
  if (!Number.isInteger(size) || size < 1 || size > MOST)
    throw invalid(`maxResults must be a whole number from 1 to ${MOST}.`)
  const from = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString())
  if (!Number.isInteger(from) || from < 0 || from > all.length) throw invalid('nextToken is not one of ours.')
  const to = from + size
  const next = to < all.length ? { nextToken: Buffer.from(String(to)).toString('base64url') } : {}
  return { items: all.slice(from, to), ...next }
}
