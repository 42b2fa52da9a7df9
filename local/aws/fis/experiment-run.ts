import { openVerdicts, runAction, type Tools } from './action-run.ts'
import { secondsOf } from './duration.ts'
import {
  type ActionStatus,
  type Experiment,
  type ExperimentAction,
  type ExperimentRecord,
  type ExperimentStatus,
  nowSeconds,
} from './experiment.ts'
import type { ExperimentLog } from './experiment-log.ts'
import { runInOrder } from './schedule.ts'
import { type Resolved, resolveTargets, shownTargets } from './targets.ts'

/** What an experiment is run with; `save` is called at every change of state. */
export interface RunTools extends Tools {
  readonly log: ExperimentLog
  readonly save: (record: ExperimentRecord) => void
}

/** An experiment under way. */
export interface RunningExperiment {
  /** Ends it, undoes its faults; the reason stands in its state. */
  stop(reason: string): void
  /** Resolves when it has ended, however, and its faults are undone. */
  readonly done: Promise<void>
}

interface Ending {
  readonly status: Extract<ExperimentStatus, 'completed' | 'stopped' | 'failed'>
  readonly reason: string
  readonly error?: NonNullable<Experiment['state']['error']>
}

/** Runs an experiment from its start to its end; never rejects. */
export function runExperiment(record: ExperimentRecord, tools: RunTools): RunningExperiment {
  const { experiment } = record
  const stopper = new AbortController()
  let ending: Ending | null = null

  const end = (it: Ending) => {
    if (ending) return
    ending = it
    if (it.status === 'stopped' && experiment.startTime !== undefined) {
      experiment.state = { status: 'stopping', reason: 'Stopping experiment.' }
      tools.save(record)
    }
    stopper.abort()
  }
  const stopWatching = watchStopConditions(experiment, tools, end)

  const drive = async () => {
    if (!ending) await act(record, tools, stopper.signal, end)
    end({ status: 'completed', reason: 'Experiment completed.' })
    stopWatching()
    close(record, ending!, tools)
  }
  return { stop: (reason) => end({ status: 'stopped', reason }), done: drive() }
}

type End = (ending: Ending) => void

/** Ends the experiment when an alarm of its stop conditions is, or goes, into ALARM; the function given back stops watching. */
function watchStopConditions(experiment: Experiment, { world, cloud }: RunTools, end: End): () => void {
  const arns = experiment.stopConditions.flatMap(({ value }) => (value ? [value] : []))
  const halt = () => end({ status: 'stopped', reason: 'Experiment halted by stop condition.' })
  const unsubscribe = world.alarms.onChange((arn, state) => {
    if (state === 'ALARM' && arns.includes(arn)) halt()
  })
  const unknown = arns.find((arn) => world.alarms.state(arn) === null)
  const error = { accountId: cloud.system.account, code: 'StopConditionNotFound', location: unknown ?? '' }
  if (unknown)
    end({ status: 'failed', reason: `The alarm ${unknown} of a stop condition does not exist.`, error })
  if (arns.some((arn) => world.alarms.state(arn) === 'ALARM')) halt()
  return unsubscribe
}

/** Resolves the targets, then runs the actions. */
async function act(record: ExperimentRecord, tools: RunTools, signal: AbortSignal, end: End): Promise<void> {
  const { experiment } = record
  const { emptyTargetResolutionMode, actionsMode } = experiment.experimentOptions
  experiment.startTime = nowSeconds()
  const about = { experiment_template_id: experiment.experimentTemplateId, time_scale: tools.cloud.timeScale }
  tools.log(record.id, 'experiment-start', about)
  const resolved = resolve(record, tools)
  const empty = Object.keys(resolved).find((name) => resolved[name]!.length === 0)
  if (empty && emptyTargetResolutionMode === 'fail') {
    const error = { accountId: tools.cloud.system.account, code: 'InvalidTarget', location: empty }
    return end({ status: 'failed', reason: 'Target resolution returned empty set', error })
  }
  experiment.state = { status: 'running', reason: 'Experiment is running.' }
  tools.save(record)
  await runInOrder(experiment.actions, async (name) => {
    const targets = Object.values(experiment.actions[name]!.targets ?? {}).map((target) => resolved[target]!)
    if (signal.aborted) return
    if (actionsMode === 'skip-all')
      return skip(record, name, 'Actions are skipped (actionsMode skip-all).', tools)
    if (targets.some((resources) => resources.length === 0))
      return skip(record, name, 'Target resolution returned empty set', tools)
    await perform(record, name, targets.flat(), signal, tools, end)
  })
}

function resolve(record: ExperimentRecord, { world, cloud, log }: RunTools): Resolved {
  log(record.id, 'target-resolution-start', {})
  const { targets } = record.experiment
  const resolved = resolveTargets(targets, world, cloud.system)
  record.resolvedTargets = shownTargets(targets, resolved)
  for (const [name, resources] of Object.entries(resolved))
    log(record.id, 'target-resolution-detail', { target: name, resolved: resources.map((it) => it.arn) })
  log(record.id, 'target-resolution-end', {})
  return resolved
}

/** Runs one action and keeps its state. */
async function perform(
  record: ExperimentRecord,
  name: string,
  targets: Resolved[string],
  signal: AbortSignal,
  tools: RunTools,
  end: End,
): Promise<void> {
  const { experiment } = record
  const action = experiment.actions[name]!
  const { actionId, parameters = {} } = action
  const verdicts = openVerdicts({ name, actionId, targets })
  record.verdicts.push(...verdicts)
  action.startTime = nowSeconds()
  setState(action, 'running', `Action is running${scaleNote(parameters, tools.cloud.timeScale)}.`)
  tools.log(record.id, 'action-start', {
    action: name,
    action_id: actionId,
    targets: targets.map((it) => it.arn),
  })
  const onUndo = () => {
    if (signal.aborted) setState(action, 'stopping', 'Action is stopping.')
  }
  const start = { experiment: record.id, name, actionId, parameters, targets, signal, verdicts, onUndo }
  const failure = await runAction(start, tools)
  action.endTime = nowSeconds()
  if (failure) {
    setState(action, 'failed', failure)
    tools.log(record.id, 'action-error', { action: name, error: failure })
    const error = { accountId: tools.cloud.system.account, code: 'ActionFailed', location: name }
    end({ status: 'failed', reason: `Action ${name} failed: ${failure}`.slice(0, 512), error })
  } else if (signal.aborted) setState(action, 'stopped', 'Action was stopped.')
  else setState(action, 'completed', 'Action was completed.')
  tools.log(record.id, 'action-end', { action: name, state: action.state, verdicts })
  tools.save(record)
}

function skip(record: ExperimentRecord, name: string, reason: string, tools: RunTools) {
  setState(record.experiment.actions[name]!, 'skipped', reason)
  tools.save(record)
}

/** Gives the experiment its last state, and what has not started with it. */
function close(record: ExperimentRecord, { status, reason, error }: Ending, tools: RunTools) {
  const { experiment } = record
  for (const action of Object.values(experiment.actions))
    if (action.state.status === 'pending')
      setState(action, 'cancelled', 'The experiment ended before the action started.')
  experiment.state = { status, reason, ...(error ? { error } : {}) }
  experiment.endTime = nowSeconds()
  tools.save(record)
  tools.log(record.id, 'experiment-end', { state: experiment.state })
}

const setState = (action: ExperimentAction, status: ActionStatus, reason: string) => {
  action.state = { status, reason: reason.slice(0, 512) }
}

/** Says what durations come to here, where the scale changes them. */
function scaleNote(parameters: Readonly<Record<string, string>>, timeScale: number): string {
  const durations = Object.values(parameters).filter((value) => secondsOf(value) !== null)
  if (timeScale === 1 || durations.length === 0) return ''
  const shown = durations.map((value) => `${value} is ${secondsOf(value)! / timeScale} s here`)
  return `; at time scale ${timeScale}, ${shown.join(', ')}`
}
