import type { AwsError } from './error.ts'

/** Which page of a list is asked for. */
export interface Wanted {
  readonly token: string | undefined
  /** Entries of a page. */
  readonly size: number
}

/** One page of a list and the token of the next; throws `bad` for a token that is not ours. */
export function pageOf<T>(list: readonly T[], { token, size }: Wanted, bad: (message: string) => AwsError) {
  const from = token === undefined ? 0 : offsetOf(token, bad)
  const to = from + size
  return { items: list.slice(from, to), next: to < list.length ? tokenOf(to) : undefined }
}

export const tokenOf = (offset: number): string => Buffer.from(`from ${offset}`).toString('base64url')

export function offsetOf(token: string, bad: (message: string) => AwsError): number {
  const offset = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1]
  if (offset === undefined) throw bad('The NextToken is not one that this service gave out')
  return Number(offset)
}
