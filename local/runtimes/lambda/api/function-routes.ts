import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { platform } from '../../../../model/platform.ts'
import { LEAST_UNRESERVED } from '../concurrency.ts'
import type { ApiContext } from './api-context.ts'
import { configurations } from './configurations.ts'
import { invalid } from './errors.ts'
import type { OfFunction } from './invoke-route.ts'
import { jsonOf } from './json.ts'

/** GetFunction, ListFunctions, Get- and UpdateFunctionConfiguration and the three of reserved concurrency. */
export function functionRoutes(
  app: FastifyInstance,
  { ctx, runtime, specs, find, startedAt }: ApiContext,
): void {
  const { concurrency } = runtime
  const configuration = configurations(startedAt)
  const reservedOf = (id: string) => {
    const reserved = concurrency.reserved(id)
    return reserved === null ? {} : { ReservedConcurrentExecutions: reserved }
  }
  app.get('/2015-03-31/functions', async () => ({
    Functions: [...specs.values()].map(configuration.of),
  }))
  app.get<OfFunction>('/2015-03-31/functions/:name', async ({ params }) => {
    const spec = find(params.name)
    const Location = pathToFileURL(join(ctx.root, spec.fn.source)).href
    const Concurrency = reservedOf(spec.id)
    const Code = { RepositoryType: 'file', Location }
    return { Configuration: configuration.of(spec), Code, Tags: spec.fn.tags, Concurrency }
  })
  app.get<OfFunction>('/2015-03-31/functions/:name/configuration', async ({ params }) =>
    configuration.of(find(params.name)),
  )
  app.put<OfFunction>('/2015-03-31/functions/:name/configuration', async ({ params, body }) => {
    const spec = find(params.name)
    const updated = configuration.update(spec, body)
    // as on AWS, environments of the configuration before take no more invocations
    await runtime.recycle(spec.id)
    return updated
  })
  app.get<OfFunction>('/2019-09-30/functions/:name/concurrency', async ({ params }) =>
    reservedOf(find(params.name).id),
  )
  app.put<OfFunction>('/2017-10-31/functions/:name/concurrency', async ({ params, body }) => {
    const { id } = find(params.name)
    concurrency.reserve(id, wantedConcurrency(body, concurrency.unreserved(id)))
    return reservedOf(id)
  })
  app.delete<OfFunction>('/2017-10-31/functions/:name/concurrency', async ({ params }, reply) => {
    concurrency.reserve(find(params.name).id, null)
    return reply.code(204).send()
  })
}

function wantedConcurrency(body: unknown, unreserved: number): number {
  const wanted = jsonOf(body).ReservedConcurrentExecutions
  if (typeof wanted !== 'number' || !Number.isInteger(wanted) || wanted < 0)
    throw invalid('ReservedConcurrentExecutions must be a whole number from 0 on')
  if (unreserved - wanted < LEAST_UNRESERVED)
    throw invalid(
      `ReservedConcurrentExecutions of ${wanted} leaves less than ${LEAST_UNRESERVED} of the account's ${platform.lambdaAccountConcurrency} unreserved`,
    )
  return wanted
}
