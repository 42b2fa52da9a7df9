import { Type } from 'typebox'
import { type Operation, operation } from '../../wire/service.ts'
import type { ClientTokens } from '../client-tokens.ts'
import { invalid, notFound } from '../errors.ts'
import { CreateTemplate, UpdateTemplate } from '../shapes.ts'
import type { Template } from '../template.ts'
import type { Templates } from '../templates.ts'
import { page, paging } from './page.ts'

const id = Type.String()
const summaryOf = ({ id, arn, description, creationTime, lastUpdateTime, tags }: Template) => ({
  id,
  arn,
  description,
  creationTime,
  lastUpdateTime,
  tags,
})

/** `…ExperimentTemplate…` and the reading half of the target account configurations. */
export const templateOperations = (templates: Templates, once: ClientTokens): Record<string, Operation> => ({
  CreateExperimentTemplate: operation(CreateTemplate.properties, (body) => ({
    experimentTemplate: templates.find(
      once('CreateExperimentTemplate', body, () => templates.create(body).id),
    ),
  })),
  ListExperimentTemplates: operation(paging, (query) => {
    const { items, ...next } = page(templates.all(), query)
    return { experimentTemplates: items.map(summaryOf), ...next }
  }),
  GetExperimentTemplate: operation({ id }, (it) => ({ experimentTemplate: templates.find(it.id) })),
  UpdateExperimentTemplate: operation({ id, ...UpdateTemplate.properties }, ({ id: of, ...change }) => ({
    experimentTemplate: templates.update(of, change),
  })),
  DeleteExperimentTemplate: operation({ id }, (it) => ({ experimentTemplate: templates.remove(it.id) })),
  ...accountOperations(templates),
})

/** There is one account: lists are empty, and changes are refused. */
function accountOperations(templates: Templates): Record<string, Operation> {
  const refuse = async () => {
    throw invalid('Target account configurations cannot be changed here: there is one account.')
  }
  return {
    ListTargetAccountConfigurations: operation({ ...paging, id }, (it) => {
      templates.find(it.id)
      return { targetAccountConfigurations: [] }
    }),
    GetTargetAccountConfiguration: operation({ id, accountId: Type.String() }, (it) => {
      throw notFound(`No target account configuration ${it.accountId} in template ${it.id}.`)
    }),
    CreateTargetAccountConfiguration: refuse,
    UpdateTargetAccountConfiguration: refuse,
    DeleteTargetAccountConfiguration: refuse,
  }
}
