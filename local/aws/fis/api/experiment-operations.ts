import { Type } from 'typebox'
import { type Operation, operation } from '../../wire/service.ts'
import type { ClientTokens } from '../client-tokens.ts'
import { notFound } from '../errors.ts'
import type { ExperimentRecord } from '../experiment.ts'
import type { Experiments } from '../experiments.ts'
import { StartExperiment } from '../shapes.ts'
import type { Templates } from '../templates.ts'
import { page, paging } from './page.ts'

const id = Type.String()
const experimentId = Type.String()
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
export const experimentOperations = (
  templates: Templates,
  experiments: Experiments,
  once: ClientTokens,
): Record<string, Operation> => ({
  StartExperiment: operation(StartExperiment.properties, (body) => {
    const actionsMode = body.experimentOptions?.actionsMode ?? 'run-all'
    const start = () =>
      experiments.start(templates.find(body.experimentTemplateId), { tags: body.tags ?? {}, actionsMode }).id
    return { experiment: experiments.find(once('StartExperiment', body, start)).experiment }
  }),
  ListExperiments: operation(
    { ...paging, experimentTemplateId: Type.Optional(Type.String()) },
    ({ experimentTemplateId: wanted, ...query }) => {
      const found = newestFirst(experiments.all()).filter(
        (it) => !wanted || it.experiment.experimentTemplateId === wanted,
      )
      const { items, ...next } = page(found, query)
      return { experiments: items.map(summaryOf), ...next }
    },
  ),
  GetExperiment: operation({ id }, (it) => ({ experiment: experiments.find(it.id).experiment })),
  StopExperiment: operation({ id }, (it) => ({ experiment: experiments.stop(it.id).experiment })),
  GetExperimentVerdicts: operation({ id }, (it) => ({ verdicts: experiments.find(it.id).verdicts })),
  ListExperimentResolvedTargets: operation(
    { ...paging, experimentId, targetName: Type.Optional(Type.String()) },
    ({ experimentId: of, targetName, ...query }) => {
      const all = experiments.find(of).resolvedTargets
      const { items, ...next } = page(
        all.filter((it) => !targetName || it.targetName === targetName),
        query,
      )
      return { resolvedTargets: items, ...next }
    },
  ),
  ListExperimentTargetAccountConfigurations: operation({ ...paging, experimentId }, (it) => {
    experiments.find(it.experimentId)
    return { targetAccountConfigurations: [] }
  }),
  GetExperimentTargetAccountConfiguration: operation({ experimentId, accountId: Type.String() }, (it) => {
    throw notFound(`No target account configuration ${it.accountId} in experiment ${it.experimentId}.`)
  }),
})
