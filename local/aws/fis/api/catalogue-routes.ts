import type { TObject } from 'typebox'
import { type FisActionId, fisActions } from '../../../../model/fis.ts'
import type { System } from '../../../../model/kinds.ts'
import { arn } from '../../../../model/names.ts'
import type { Action } from '../action.ts'
import { actions } from '../actions/index.ts'
import { notFound } from '../errors.ts'
import type { TargetType } from '../target-type.ts'
import { targetTypes } from '../targets/index.ts'
import type { FisApp } from './app.ts'
import { type PageQuery, page } from './page.ts'

/** `…Action…` and `…TargetResourceType…`: what templates may name here. */
export function catalogueRoutes(app: FisApp, system: System): void {
  app.get<{ Querystring: PageQuery }>('/actions', ({ query }) => {
    const { items, ...next } = page(Object.values(actions), query)
    return { actions: items.map((it) => actionSummary(it, system)), ...next }
  })
  app.get<{ Params: { id: string } }>('/actions/:id', ({ params }) => {
    const found = actions[params.id]
    if (!found) throw notFound(`Action with ID ${params.id} not found.`)
    return { action: { ...actionSummary(found, system), parameters: parametersOf(found.parameters) } }
  })
  app.get<{ Querystring: PageQuery }>('/targetResourceTypes', ({ query }) => {
    const { items, ...next } = page(Object.values(targetTypes), query)
    return { targetResourceTypes: items.map(typeSummary), ...next }
  })
  app.get<{ Params: { type: string } }>('/targetResourceTypes/:type', ({ params }) => {
    const found = targetTypes[params.type]
    if (!found) throw notFound(`Target resource type ${params.type} not found.`)
    return { targetResourceType: { ...typeSummary(found), parameters: parametersOf(found.parameters) } }
  })
}

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
