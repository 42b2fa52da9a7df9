import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { problem, sendProblem } from './errors.ts'

/** What of a request tells who sent it. */
export interface Sender {
  readonly method?: string | undefined
  readonly headers: Pick<IncomingHttpHeaders, 'host' | 'origin'> & {
    readonly [name: string]: string | string[] | undefined
  }
}

/** Names that a listener of this machine is called by. */
const OWN_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]'])
/** How a browser calls a request of the page's own, and one of a user who typed its address. https://www.w3.org/TR/fetch-metadata/ */
const OWN_SITES = new Set(['same-origin', 'none'])

/**
 * Why a request to a listener of this machine is refused, or null. A page of any site can make its visitor's browser
 * send requests to 127.0.0.1; the browser says so in these headers, and a page cannot change them. Other programs
 * send none of them but `Host`.
 */
export function refusalOf({ method, headers }: Sender): string | null {
  const { host = '', origin } = headers
  const site = headers['sec-fetch-site']
  if (method === 'OPTIONS') return 'OPTIONS is not answered: pages of other origins are not let in'
  // a name that another site has made lead to 127.0.0.1 is a page's way around its origin
  if (!OWN_NAMES.has(host.toLowerCase().replace(/:\d{1,5}$/, '')))
    return `the host '${host}' is not of this machine: ask for 127.0.0.1 or localhost`
  if (origin !== undefined && origin !== `http://${host}`) return `pages of '${origin}' are not let in`
  if (site !== undefined && !OWN_SITES.has(String(site))) return `${site} requests of pages are not let in`
  return null
}

/** True where what listens on that host is reached from this machine alone; everywhere else names are the users' own. */
export const isLocal = (host: string): boolean => host === '127.0.0.1'

/** Whether a request names its host once; two hosts are two answers to the question whom it is for. https://www.rfc-editor.org/rfc/rfc9112#section-3.2 */
export const hasOneHost = (rawHeaders: readonly string[]): boolean =>
  rawHeaders.filter((it, at) => at % 2 === 0 && it.toLowerCase() === 'host').length <= 1

/** Refuses, before anything else of the app is asked, what pages of other origins send. */
export function guardOrigin(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ method, headers, raw }, reply) => {
    if (!hasOneHost(raw.rawHeaders))
      return sendProblem(reply, problem(400, 'Bad Request', 'the request has more than one Host header'))
    const why = refusalOf({ method, headers })
    if (why) return sendProblem(reply, problem(403, 'Forbidden', why))
  })
}
