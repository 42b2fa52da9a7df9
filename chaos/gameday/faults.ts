import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateExperimentTemplateCommand,
  type CreateExperimentTemplateCommandInput,
  DeleteExperimentTemplateCommand,
  type Experiment,
  GetExperimentCommand,
  ListExperimentResolvedTargetsCommand,
  ListExperimentsCommand,
  StartExperimentCommand,
  StopExperimentCommand,
} from '@aws-sdk/client-fis'
import type { ActionRecord } from './journal.ts'
import type { JournalFile } from './journal-file.ts'
import type { Stage } from './site.ts'

/** An experiment that runs, or has run. */
export interface RunningFault {
  readonly experimentId: string
  readonly startedAt: number
  readonly acceptedAt: number
  /** Resolves when the experiment has come to an end, whatever that is; its template is then deleted. */
  readonly ended: Promise<FaultEnd>
  readonly stop: () => Promise<void>
}
export interface FaultEnd {
  readonly status: string
  readonly reason: string
  readonly endedAt: number
  readonly actions: readonly ActionRecord[]
  /** What FIS resolved the targets to: ARNs, or what else it knows of them. */
  readonly targets: readonly string[]
}

const ENDED = ['completed', 'stopped', 'failed', 'cancelled']
const RUNNING = ['pending', 'initiating', 'running', 'stopping']

/**
 * Starts the experiment of a template that stands there, or of one that is made for it and deleted at its end, and
 * follows it; the journal knows of it before FIS does.
 */
export async function startFault(
  stage: Stage,
  template: CreateExperimentTemplateCommandInput | { readonly id: string },
  journal: JournalFile,
  inject: string,
): Promise<RunningFault> {
  const { fis } = stage.clients
  journal.note('fault starts', { inject })
  const { templateId, deleted } = await templateFor(stage, template)
  const startedAt = Date.now()
  const tags = { GameDay: journal.folder.split('/').at(-1)!, Inject: inject }
  const started = await fis
    .send(new StartExperimentCommand({ experimentTemplateId: templateId, tags }))
    .catch(async (error) => {
      await deleted()
      throw error
    })
  const acceptedAt = Date.now()
  const experimentId = started.experiment!.id!
  journal.note('fault started', { inject, experimentId, templateId })
  const ended = follow(stage, experimentId).finally(deleted)
  const stop = async () => void (await fis.send(new StopExperimentCommand({ id: experimentId })))
  return { experimentId, startedAt, acceptedAt, ended, stop }
}

async function templateFor(
  { clients: { fis } }: Stage,
  template: CreateExperimentTemplateCommandInput | { readonly id: string },
) {
  if ('id' in template) return { templateId: template.id, deleted: async () => undefined }
  const created = await fis.send(new CreateExperimentTemplateCommand(template))
  const templateId = created.experimentTemplate!.id!
  const deleted = async () => void (await fis.send(new DeleteExperimentTemplateCommand({ id: templateId })))
  return { templateId, deleted }
}

async function follow(stage: Stage, id: string): Promise<FaultEnd> {
  const everyMs = stage.site.local ? 250 : 5000
  for (;;) {
    const { experiment } = await stage.clients.fis.send(new GetExperimentCommand({ id }))
    if (ENDED.includes(experiment?.state?.status ?? '')) return endOf(stage, experiment!)
    await sleep(everyMs)
  }
}

async function endOf({ clients }: Stage, experiment: Experiment): Promise<FaultEnd> {
  const resolved = await clients.fis.send(
    new ListExperimentResolvedTargetsCommand({ experimentId: experiment.id! }),
  )
  const actions = Object.entries(experiment.actions ?? {}).map(([name, it]) => ({
    name,
    actionId: it.actionId ?? '',
    status: it.state?.status ?? '',
    reason: it.state?.reason ?? '',
  }))
  return {
    status: experiment.state?.status ?? '',
    reason: experiment.state?.reason ?? '',
    endedAt: experiment.endTime?.getTime() ?? Date.now(),
    actions,
    targets: (resolved.resolvedTargets ?? []).map(
      (it) => Object.values(it.targetInformation ?? {})[0] ?? it.targetName ?? '',
    ),
  }
}

/** Experiments of this account that have not ended. */
export async function runningExperiments({ clients }: Stage): Promise<string[]> {
  const { experiments = [] } = await clients.fis.send(new ListExperimentsCommand({ maxResults: 100 }))
  return experiments.filter((it) => RUNNING.includes(it.state?.status ?? '')).map((it) => it.id!)
}

/** Stops every experiment that runs and waits for its undo; gives those that did not end in time. */
export async function stopExperiments(stage: Stage, withinMs = 30_000): Promise<string[]> {
  const until = Date.now() + withinMs
  for (const id of await runningExperiments(stage))
    await stage.clients.fis.send(new StopExperimentCommand({ id })).catch(() => undefined)
  let left = await runningExperiments(stage)
  while (left.length > 0 && Date.now() < until) {
    await sleep(250)
    left = await runningExperiments(stage)
  }
  return left
}
