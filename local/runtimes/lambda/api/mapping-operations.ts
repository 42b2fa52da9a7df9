import { Type } from 'typebox'
import { type Operation, operation } from '../../../aws/wire/service.ts'
import type { Mapping } from '../pollers/mappings.ts'
import type { ApiContext } from './api-context.ts'
import { checkChange, resourceNotFound } from './errors.ts'
import { paged, paging } from './function-operations.ts'
import { mappingShape } from './shapes.ts'

const optional = Type.Optional
const UUID = Type.String()

/** ListEventSourceMappings, GetEventSourceMapping and UpdateEventSourceMapping (Enabled only: the rest is the model's). */
export function mappingOperations({
  runtime,
  specs,
  find,
  startedAt,
}: ApiContext): Record<string, Operation> {
  const shape = (mapping: Mapping) => mappingShape(mapping, specs.get(mapping.functionId)!, startedAt)
  const byUuid = (uuid: string) => {
    const found = runtime.mappings.find((mapping) => mapping.uuid === uuid)
    if (!found) throw resourceNotFound(`The resource you requested does not exist: ${uuid}`)
    return found
  }
  const update = operation(
    { UUID, FunctionName: optional(Type.String()), Enabled: Type.Boolean() },
    ({ UUID: uuid, Enabled }) => {
      const mapping = byUuid(uuid)
      void mapping.enable(Enabled).catch(() => {})
      return { ...shape(mapping), State: Enabled ? 'Enabling' : 'Disabling' }
    },
  )
  return {
    ListEventSourceMappings: operation(
      { ...paging, FunctionName: optional(Type.String()), EventSourceArn: optional(Type.String()) },
      ({ FunctionName, EventSourceArn, ...page }) => {
        const id = FunctionName ? find(FunctionName).id : null
        const wanted = runtime.mappings.filter(
          (it) =>
            (id === null || it.functionId === id) && (!EventSourceArn || it.sourceArn === EventSourceArn),
        )
        const { items, next } = paged(wanted, page)
        return { EventSourceMappings: items.map(shape), NextMarker: next }
      },
    ),
    GetEventSourceMapping: operation({ UUID }, (input) => shape(byUuid(input.UUID))),
    async UpdateEventSourceMapping(raw, problems) {
      const { FunctionName: _, ...change } = raw as Record<string, unknown>
      checkChange(change, 'UUID', 'Enabled')
      return update(raw, problems)
    },
  }
}
