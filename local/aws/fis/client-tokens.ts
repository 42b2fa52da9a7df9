import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { conflict } from './errors.ts'
import { records } from './records.ts'

interface Use {
  readonly id: string
  readonly request: string
  readonly made: string
}
const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** Keeps which request a client token made what: the same again gives the same, another request is a conflict. */
export function clientTokens(state: string) {
  const kept = records<Use>(join(state, 'fis', 'client-tokens'))
  return (operation: string, request: { readonly clientToken: string }, make: () => string): string => {
    const id = digest(`${operation} ${request.clientToken}`)
    const before = kept.get(id)
    const hash = digest(JSON.stringify(request))
    if (before && before.request !== hash)
      throw conflict(`The client token ${request.clientToken} was used for another request.`)
    return before?.made ?? kept.put({ id, request: hash, made: make() }).made
  }
}
export type ClientTokens = ReturnType<typeof clientTokens>
