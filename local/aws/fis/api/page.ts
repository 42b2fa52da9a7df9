import { Type } from 'typebox'
import { pageOf } from '../../wire/page.ts'
import { invalid } from '../errors.ts'

const MOST = 100
/** Parameters of a list. */
export const paging = {
  maxResults: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })),
  nextToken: Type.Optional(Type.String()),
}

/** One page of a list, and the token of the next where there is one. */
export function page<T>(all: readonly T[], { maxResults: size = MOST, nextToken: token }: Wanted) {
  const { items, next } = pageOf(all, { token, size }, invalid)
  return { items, nextToken: next }
}
interface Wanted {
  readonly maxResults?: number
  readonly nextToken?: string
}
