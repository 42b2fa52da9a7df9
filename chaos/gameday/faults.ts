import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateExperimentTemplateCommand,
  type CreateExperimentTemplateCommandInput,
  DeleteExperimentTemplateCommand,
  type Experiment,
  type ExperimentSummary,
  GetExperimentCommand,
  ListExperimentResolvedTargetsCommand,
  paginateListExperiments,
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
/** Seconds that the undo of a stopped experiment may take. */
const STOP_SECONDS = { here: 30, aws: 300 } as const

/**
 * Starts the experiment of a template that stands there, or of one that is made for it and deleted at its end, and
 * follows it; the journal knows of it before FIS does.
 */
export async function startFault(
  stage: Stage,
  template: CreateExperimentTemplateCommandInput | { readonly id: string },
  journal: JournalFile,
  inject: string,
  undone: AbortSignal,
): Promise<RunningFault> {
  const { fis } = stage.clients
  journal.note('fault starts', { inject })
  const { templateId, deleted } = await templateFor(stage, template)
  const startedAt = Date.now()
  const tags = { System: stage.system.id, ...tagOf(journal), Inject: inject }
  const started = await fis
    .send(new StartExperimentCommand({ experimentTemplateId: templateId, tags }))
    .catch(async (error) => {
      await deleted()
      throw error
    })
  const acceptedAt = Date.now()
  const experimentId = started.experiment!.id!
  journal.note('fault started', { inject, experimentId, templateId })
  const ended = follow(stage, experimentId, undone).finally(() => deleted().catch(() => undefined))
  // whoever waits for it hears of it: until then it is not unhandled
  ended.catch(() => undefined)
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

/** Asks again where FIS does not answer, until the experiment has ended or everything has been undone. */
async function follow(stage: Stage, id: string, undone: AbortSignal): Promise<FaultEnd> {
  let last = { status: 'not known', reason: '' }
  for (;;) {
    const over = undone.aborted
    try {
      const { experiment } = await stage.clients.fis.send(new GetExperimentCommand({ id }))
      last = { status: experiment?.state?.status ?? '', reason: experiment?.state?.reason ?? '' }
      if (ENDED.includes(last.status)) return await endOf(stage, experiment!)
    } catch (error) {
      last = { status: 'not known', reason: `FIS does not answer: ${(error as Error).message}` }
    }
    if (over) return { ...last, endedAt: Date.now(), actions: [], targets: [] }
    await sleep(pollMs(stage))
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

/** How often FIS is asked. */
const pollMs = ({ site }: Stage) => (site.local ? 250 : 5000 / site.timeScale)

/** By this a game day's experiments are found, those among them whose start was never answered too. */
const tagOf = ({ folder }: Pick<JournalFile, 'folder'>) => ({ GameDay: basename(folder) })

async function running({ clients }: Stage): Promise<ExperimentSummary[]> {
  const found: ExperimentSummary[] = []
  for await (const page of paginateListExperiments({ client: clients.fis }, {}))
    found.push(...(page.experiments ?? []).filter((it) => RUNNING.includes(it.state?.status ?? '')))
  return found
}

/**
 * Experiments that have not ended: all of this machine; of an account on AWS those that carry the system's tag or
 * come of its templates.
 */
export async function runningExperiments(stage: Stage): Promise<string[]> {
  return (await ofSystem(stage)).map((it) => it.id!)
}

async function ofSystem(stage: Stage): Promise<ExperimentSummary[]> {
  const { site, system } = stage
  const templates = Object.values(site.templates ?? {})
  const ours = (it: ExperimentSummary) =>
    site.local || it.tags?.System === system.id || templates.includes(it.experimentTemplateId ?? '')
  return (await running(stage)).filter(ours)
}

/** Experiments on the system that have not ended and are not of that game day. */
export async function otherExperiments(
  stage: Stage,
  journal: Pick<JournalFile, 'folder'>,
): Promise<string[]> {
  const { GameDay } = tagOf(journal)
  return (await ofSystem(stage)).filter((it) => it.tags?.GameDay !== GameDay).map((it) => it.id!)
}

/** Experiments of one game day that have not ended. */
export async function experimentsOf(stage: Stage, journal: Pick<JournalFile, 'folder'>): Promise<string[]> {
  const { GameDay } = tagOf(journal)
  return (await running(stage)).filter((it) => it.tags?.GameDay === GameDay).map((it) => it.id!)
}

/** Stops those that `find` finds running and waits for their undo; gives those that did not end in time. */
export async function stopExperiments(
  stage: Stage,
  find: () => Promise<string[]>,
  waiting: (left: readonly string[]) => void = () => {},
): Promise<string[]> {
  const until = Date.now() + STOP_SECONDS[stage.site.local ? 'here' : 'aws'] * 1000
  let left = await find()
  for (const id of left)
    await stage.clients.fis.send(new StopExperimentCommand({ id })).catch(() => undefined)
  while (left.length > 0 && Date.now() < until) {
    waiting(left)
    await sleep(pollMs(stage))
    left = await find()
  }
  return left
}
