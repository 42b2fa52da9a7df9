import type { FastifyInstance } from 'fastify'
import type { Mapping } from '../pollers/mappings.ts'
import type { ApiContext } from './api-context.ts'
import { invalid, LambdaError } from './errors.ts'
import { jsonOf } from './json.ts'
import { mappingShape } from './shapes.ts'

const PATH = '/2015-03-31/event-source-mappings'
interface OfMapping {
  Params: { uuid: string }
}
interface OfList {
  Querystring: { FunctionName?: string; EventSourceArn?: string }
}

/** ListEventSourceMappings, GetEventSourceMapping and UpdateEventSourceMapping (Enabled only: the rest is the model's). */
export function mappingRoutes(app: FastifyInstance, { runtime, specs, find, startedAt }: ApiContext): void {
  const shape = (mapping: Mapping) => mappingShape(mapping, specs.get(mapping.functionId)!, startedAt)
  const byUuid = (uuid: string) => {
    const found = runtime.mappings.find((mapping) => mapping.uuid === uuid)
    if (!found)
      throw new LambdaError(
        404,
        'ResourceNotFoundException',
        `The resource you requested does not exist: ${uuid}`,
      )
    return found
  }
  app.get<OfList>(PATH, async ({ query }) => {
    const id = query.FunctionName ? find(query.FunctionName).id : null
    const wanted = runtime.mappings.filter(
      (it) =>
        (id === null || it.functionId === id) &&
        (!query.EventSourceArn || it.sourceArn === query.EventSourceArn),
    )
    return { EventSourceMappings: wanted.map(shape) }
  })
  app.get<OfMapping>(`${PATH}/:uuid`, async ({ params }) => shape(byUuid(params.uuid)))
  app.put<OfMapping>(`${PATH}/:uuid`, async ({ params, body }, reply) => {
    const mapping = byUuid(params.uuid)
    const on = wantedState(body)
    const ended = mapping.enable(on)
    void ended.catch(() => {})
    return reply.code(202).send({ ...shape(mapping), State: on ? 'Enabling' : 'Disabling' })
  })
}

function wantedState(body: unknown): boolean {
  const { Enabled, FunctionName: _, ...rest } = jsonOf(body)
  const others = Object.keys(rest)
  if (others.length > 0)
    throw invalid(`${others.join(', ')}: change it in the model; only Enabled can be set here`)
  if (typeof Enabled !== 'boolean') throw invalid('Enabled must be true or false')
  return Enabled
}
