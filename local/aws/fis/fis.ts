import type { AwsService, Context } from '../../types.ts'
import { newFisApp } from './api/app.ts'
import { catalogueRoutes } from './api/catalogue-routes.ts'
import { experimentRoutes } from './api/experiment-routes.ts'
import { leverRoutes } from './api/lever-routes.ts'
import { tagRoutes } from './api/tag-routes.ts'
import { templateRoutes } from './api/template-routes.ts'
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
  const app = newFisApp()
  templateRoutes(app, known, once)
  experimentRoutes(app, known, runs, once)
  catalogueRoutes(app, cloud.system)
  tagRoutes(app, known, runs)
  leverRoutes(app, lever, cloud.system)
  return {
    signingName: 'fis',
    deploy: () => deployExperiments(cloud.system, known),
    async handle({ method, url, headers, body }) {
      const answer = await app.inject({
        method: method as 'GET',
        url,
        headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
        payload: body,
      })
      return {
        status: answer.statusCode,
        headers: {
          'content-type': 'application/json',
          ...(answer.headers['x-amzn-errortype']
            ? { 'x-amzn-errortype': String(answer.headers['x-amzn-errortype']) }
            : {}),
        },
        body: answer.body,
      }
    },
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
