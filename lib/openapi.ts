import { STATUS_CODES } from 'node:http'
import swagger from '@fastify/swagger'
import Type, { type TSchema } from 'typebox'
import type { System } from '../model/kinds.ts'
import type { App } from './app.ts'

/** What an error is answered with: RFC 9457 problem details; further members say more. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer({ minimum: 400, maximum: 599 }),
  detail: Type.String({ description: 'what is wrong, where, and how to mend it' }),
})

type ProblemStatus = 400 | 404 | 409 | 413 | 414 | 415 | 422 | 429 | 503

/** An answer in JSON. */
export const answer = <S extends TSchema>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})

/** The problems that a route may answer with; any may answer 503, when its copy has too much to do. */
export const problemsOf = (...statuses: readonly ProblemStatus[]) =>
  Object.fromEntries(
    [...statuses, 503].map((status) => [
      status,
      { description: STATUS_CODES[status]!, content: { 'application/problem+json': { schema: Problem } } },
    ]),
  )

/** What a body may be refused with before anybody has looked at it. */
export const BODY_PROBLEMS = [400, 413, 415] as const

/**
 * Routes with their OpenAPI document, which follows from their schemas. It is served below the path that a load
 * balancer brings to the service, so that it is found from outside, too: `/orders/openapi.json`.
 */
export const documented =
  (system: System, workload: string, path: `/${string}`, routes: (app: App) => void) =>
  (app: App): void => {
    app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: system.workloads[workload]!.title, version: '1.0.0' },
        servers: serversOf(system, workload),
      },
    })
    // routes of a plugin, so that they come after the one that writes them down
    app.register(async (scope) => {
      routes(scope as App)
      scope.get(`${path}/openapi.json`, { schema: { hide: true } }, async () => app.swagger())
    })
  }

/** Where the paths begin: behind each load balancer that takes a prefix off, and on the service itself. */
function serversOf({ entries }: System, workload: string) {
  const prefixes = Object.values(entries).flatMap((entry) =>
    entry.kind === 'alb' ? entry.routes.filter((route) => route.to === workload) : [],
  )
  return [
    ...prefixes.map(({ strip }) => ({ url: strip ?? '/', description: 'behind the load balancer' })),
    { url: '/', description: 'on the service itself' },
  ]
}
