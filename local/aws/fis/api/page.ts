import { pageOf } from '../../wire/page.ts'
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
  const { items, next } = pageOf(all, { token: nextToken, size }, invalid)
  return { items, ...(next ? { nextToken: next } : {}) }
}
