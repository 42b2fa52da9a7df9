import type { AwsService, Context } from '../../types.ts'
import { problems } from '../wire/error.ts'
import { awsService } from '../wire/service.ts'
import { catalogueOperations } from './api/catalogue-operations.ts'
import { experimentOperations } from './api/experiment-operations.ts'
import { leverOperations } from './api/lever-operations.ts'
import { fisClient } from './api/model.ts'
import { tagOperations } from './api/tag-operations.ts'
import { templateOperations } from './api/template-operations.ts'
import { clientTokens } from './client-tokens.ts'
import { deployExperiments } from './deployed.ts'
import { type ExperimentRecord, hasEnded, type Verdict } from './experiment.ts'
import { experiments } from './experiments.ts'
import { safetyLever } from './safety-lever.ts'
import type { Template } from './template.ts'
import { templates } from './templates.ts'
import { undoJournal } from './undo-journal.ts'
import type { World } from './world.ts'

/** The FIS API with effect on this machine, behind the AWS endpoint. */
export interface Fis extends AwsService {
  /** Makes the templates of the system's experiments; called once what they act upon is known. */
  deploy(): void
  /** Whether each fault of an experiment landed, and whether it is all gone; `GET /experiments/{id}/verdicts` gives the same. */
  verdicts(experiment: string): readonly Verdict[]
  /** Experiments that run or have ended since then (seconds since 1970), under their template's description. */
  experiments(since: number): readonly (ExperimentRecord & { readonly title: string })[]
  /** Stops what runs; resolves when every fault is undone. */
  close(reason: string): Promise<void>
}

/** Builds the API over a world; call `recover` before, so that nothing an earlier run left is in place. */
export function fis(cloud: Context, world: World): Fis {
  const lever = safetyLever(cloud.state)
  const known = templates(cloud, world)
  const runs = experiments({ cloud, world, journal: undoJournal(cloud.state) }, lever)
  const once = clientTokens(cloud.state)
  const service = awsService({
    signingName: 'fis',
    client: async () => fisClient(),
    problems: problems('ValidationException'),
    operations: {
      ...templateOperations(known, once),
      ...experimentOperations(known, runs, once),
      ...catalogueOperations(cloud.system),
      ...tagOperations(known, runs),
      ...leverOperations(lever, cloud.system),
    },
  })
  return {
    ...service,
    operations: service.operations!.filter((it) => it !== 'GetExperimentVerdicts'),
    deploy: () => deployExperiments(cloud.system, known),
    verdicts: (experiment) => runs.find(experiment).verdicts,
    experiments: (since) =>
      runs
        .all()
        .filter(({ experiment }) => !hasEnded(experiment) || (experiment.endTime ?? 0) >= since)
        .map((it) => ({ ...it, title: titleOf(it, known.all()) })),
    close: (reason) => runs.stopAll(`Experiment stopped: ${reason}`),
  }
}

/** A template that was deleted meanwhile leaves its experiment with its own id. */
const titleOf = ({ id, experiment }: ExperimentRecord, all: readonly Template[]): string =>
  all.find((it) => it.id === experiment.experimentTemplateId)?.description ?? id
