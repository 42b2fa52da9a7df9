import type { ClientTokens } from '../client-tokens.ts'
import { invalid, notFound } from '../errors.ts'
import { CreateTemplate, type TemplateChange, UpdateTemplate } from '../shapes.ts'
import type { Template } from '../template.ts'
import type { Templates } from '../templates.ts'
import type { FisApp } from './app.ts'
import { type PageQuery, page } from './page.ts'

interface Id {
  readonly id: string
}
const summaryOf = ({ id, arn, description, creationTime, lastUpdateTime, tags }: Template) => ({
  id,
  arn,
  description,
  creationTime,
  lastUpdateTime,
  tags,
})

/** `…ExperimentTemplate…` and the reading half of the target account configurations. */
export function templateRoutes(app: FisApp, templates: Templates, once: ClientTokens): void {
  app.post('/experimentTemplates', { schema: { body: CreateTemplate } }, ({ body }) => ({
    experimentTemplate: templates.find(
      once('CreateExperimentTemplate', body, () => templates.create(body).id),
    ),
  }))
  app.get<{ Querystring: PageQuery }>('/experimentTemplates', ({ query }) => {
    const { items, ...next } = page(templates.all(), query)
    return { experimentTemplates: items.map(summaryOf), ...next }
  })
  app.get<{ Params: Id }>('/experimentTemplates/:id', ({ params }) => ({
    experimentTemplate: templates.find(params.id),
  }))
  app.patch<{ Params: Id }>('/experimentTemplates/:id', { schema: { body: UpdateTemplate } }, (request) => ({
    experimentTemplate: templates.update(request.params.id, request.body as TemplateChange),
  }))
  app.delete<{ Params: Id }>('/experimentTemplates/:id', ({ params }) => ({
    experimentTemplate: templates.remove(params.id),
  }))
  accountRoutes(app, templates)
}

/** There is one account: lists are empty, and changes are refused. */
function accountRoutes(app: FisApp, templates: Templates): void {
  const path = '/experimentTemplates/:id/targetAccountConfigurations'
  app.get<{ Params: Id }>(path, ({ params }) => {
    templates.find(params.id)
    return { targetAccountConfigurations: [] }
  })
  app.get<{ Params: Id & { account: string } }>(`${path}/:account`, ({ params }) => {
    throw notFound(`No target account configuration ${params.account} in template ${params.id}.`)
  })
  app.route({
    method: ['POST', 'PATCH', 'DELETE'],
    url: `${path}/:account`,
    handler: () => {
      throw invalid('Target account configurations cannot be changed here: there is one account.')
    },
  })
}
