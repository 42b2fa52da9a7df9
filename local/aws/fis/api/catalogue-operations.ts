import { type TObject, Type } from 'typebox'
import { type FisActionId, fisActions } from '../../../../model/fis.ts'
import type { System } from '../../../../model/kinds.ts'
import { arn } from '../../../../model/names.ts'
import { type Operation, operation } from '../../wire/service.ts'
import type { Action } from '../action.ts'
import { actions } from '../actions/index.ts'
import { notFound } from '../errors.ts'
import type { TargetType } from '../target-type.ts'
import { targetTypes } from '../targets/index.ts'
import { page, paging } from './page.ts'

/** `…Action…` and `…TargetResourceType…`: what templates may name here. */
export const catalogueOperations = (system: System): Record<string, Operation> => ({
  ListActions: operation(paging, (query) => {
    const { items, ...next } = page(Object.values(actions), query)
    return { actions: items.map((it) => actionSummary(it, system)), ...next }
  }),
  GetAction: operation({ id: Type.String() }, ({ id }) => {
    const found = actions[id]
    if (!found) throw notFound(`Action with ID ${id} not found.`)
    return { action: { ...actionSummary(found, system), parameters: parametersOf(found.parameters) } }
  }),
  ListTargetResourceTypes: operation(paging, (query) => {
    const { items, ...next } = page(Object.values(targetTypes), query)
    return { targetResourceTypes: items.map(typeSummary), ...next }
  }),
  GetTargetResourceType: operation({ resourceType: Type.String() }, ({ resourceType }) => {
    const found = targetTypes[resourceType]
    if (!found) throw notFound(`Target resource type ${resourceType} not found.`)
    return { targetResourceType: { ...typeSummary(found), parameters: parametersOf(found.parameters) } }
  }),
})

function actionSummary({ id, description }: Action, system: System) {
  const target = fisActions[id as FisActionId]
  return {
    id,
    arn: arn(system, 'fis', `action/${id}`),
    description,
    targets: target ? { [target.key]: { resourceType: target.resourceType } } : {},
    tags: {},
  }
}

const typeSummary = ({ resourceType, description }: TargetType) => ({ resourceType, description })

const parametersOf = (schema: TObject) =>
  Object.fromEntries(
    Object.entries(schema.properties).map(([name, property]) => [
      name,
      { description: descriptionOf(property), required: (schema.required ?? []).includes(name) },
    ]),
  )

const descriptionOf = (property: object): string =>
  'description' in property ? String(property.description) : ''
