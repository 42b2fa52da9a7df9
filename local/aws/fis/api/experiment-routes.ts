import type { ClientTokens } from '../client-tokens.ts'
import { notFound } from '../errors.ts'
import type { ExperimentRecord } from '../experiment.ts'
import type { Experiments } from '../experiments.ts'
import { StartExperiment } from '../shapes.ts'
import type { Templates } from '../templates.ts'
import type { FisApp } from './app.ts'
import { type PageQuery, page } from './page.ts'

interface Id {
  readonly id: string
}
const summaryOf = ({ experiment: it }: ExperimentRecord) => ({
  id: it.id,
  arn: it.arn,
  experimentTemplateId: it.experimentTemplateId,
  state: it.state,
  creationTime: it.creationTime,
  tags: it.tags,
  experimentOptions: it.experimentOptions,
})

const newestFirst = (all: readonly ExperimentRecord[]) =>
  all.toSorted((a, b) => b.experiment.creationTime - a.experiment.creationTime)

/** `…Experiment…`, and the verdicts, which AWS does not have. */
export function experimentRoutes(
  app: FisApp,
  templates: Templates,
  experiments: Experiments,
  once: ClientTokens,
): void {
  app.post('/experiments', { schema: { body: StartExperiment } }, ({ body }) => {
    const actionsMode = body.experimentOptions?.actionsMode ?? 'run-all'
    const start = () =>
      experiments.start(templates.find(body.experimentTemplateId), { tags: body.tags ?? {}, actionsMode }).id
    return { experiment: experiments.find(once('StartExperiment', body, start)).experiment }
  })
  app.get<{ Querystring: PageQuery & { experimentTemplateId?: string } }>('/experiments', ({ query }) => {
    const wanted = query.experimentTemplateId
    const found = newestFirst(experiments.all()).filter(
      (it) => !wanted || it.experiment.experimentTemplateId === wanted,
    )
    const { items, ...next } = page(found, query)
    return { experiments: items.map(summaryOf), ...next }
  })
  app.get<{ Params: Id }>('/experiments/:id', ({ params }) => ({
    experiment: experiments.find(params.id).experiment,
  }))
  app.delete<{ Params: Id }>('/experiments/:id', ({ params }) => ({
    experiment: experiments.stop(params.id).experiment,
  }))
  resultRoutes(app, experiments)
}

/** What has come of an experiment: resolved targets and verdicts. */
function resultRoutes(app: FisApp, experiments: Experiments): void {
  app.get<{ Params: Id; Querystring: PageQuery & { targetName?: string } }>(
    '/experiments/:id/resolvedTargets',
    ({ params, query }) => {
      const all = experiments.find(params.id).resolvedTargets
      const { items, ...next } = page(
        all.filter((it) => !query.targetName || it.targetName === query.targetName),
        query,
      )
      return { resolvedTargets: items, ...next }
    },
  )
  app.get<{ Params: Id }>('/experiments/:id/verdicts', ({ params }) => ({
    verdicts: experiments.find(params.id).verdicts,
  }))
  app.get<{ Params: Id }>('/experiments/:id/targetAccountConfigurations', ({ params }) => {
    experiments.find(params.id)
    return { targetAccountConfigurations: [] }
  })
  app.get<{ Params: Id & { account: string } }>(
    '/experiments/:id/targetAccountConfigurations/:account',
    ({ params }) => {
      throw notFound(`No target account configuration ${params.account} in experiment ${params.id}.`)
    },
  )
}
