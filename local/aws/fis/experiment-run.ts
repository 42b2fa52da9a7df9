import { type Experiment, type ExperimentRecord, type ExperimentStatus, nowSeconds } from './experiment.ts'
import { perform, type RunTools, setState } from './experiment-action.ts'
import { runInOrder } from './schedule.ts'
import { watchStopConditions } from './stop-conditions.ts'
import { type Resolved, resolveTargets, shownTargets } from './targets.ts'

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
/** One experiment with all that its parts need; the first `end` counts. */
interface Run {
  readonly record: ExperimentRecord
  readonly tools: RunTools
  readonly signal: AbortSignal
  readonly end: (ending: Ending) => void
  readonly fail: (code: string, location: string, reason: string) => void
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
  const fail = (code: string, location: string, reason: string) => {
    const error = { accountId: tools.cloud.system.account, code, location }
    end({ status: 'failed', reason: reason.slice(0, 512), error })
  }
  const stop = (reason: string) => end({ status: 'stopped', reason })
  const stopWatching = watchStopConditions(experiment.stopConditions, tools.world.alarms, {
    alarmed: () => stop('Experiment halted by stop condition.'),
    unknown: (arn) =>
      fail('InvalidStopCondition', arn, `The alarm ${arn} of a stop condition does not exist.`),
  })
  const run: Run = { record, tools, signal: stopper.signal, end, fail }
  const drive = async () => {
    if (!ending) await act(run).catch((error: Error) => fail('InternalError', record.id, error.message))
    end({ status: 'completed', reason: 'Experiment completed.' })
    stopWatching()
    close(run, ending!)
  }
  // the answer to StartExperiment shows it as initiating
  const done = new Promise<void>((resolve) => setImmediate(resolve)).then(drive)
  return { stop, done }
}

/** Resolves the targets, then runs the actions. */
async function act(run: Run): Promise<void> {
  const { record, tools } = run
  const { experiment } = record
  experiment.startTime = nowSeconds()
  const about = { experiment_template_id: experiment.experimentTemplateId, time_scale: tools.cloud.timeScale }
  tools.log(record.id, 'experiment-start', about)
  const resolved = resolve(run)
  const empty = Object.keys(resolved).find((name) => resolved[name]!.length === 0)
  if (empty && experiment.experimentOptions.emptyTargetResolutionMode === 'fail')
    return run.fail('InvalidTarget', empty, 'Target resolution returned empty set')
  experiment.state = { status: 'running', reason: 'Experiment is running.' }
  tools.save(record)
  await runInOrder(experiment.actions, (name) => step(run, name, resolved))
}

function resolve({ record, tools: { world, cloud, log } }: Run): Resolved {
  log(record.id, 'target-resolution-start', {})
  const { targets } = record.experiment
  const resolved = resolveTargets(targets, world, cloud.system)
  record.resolvedTargets = shownTargets(targets, resolved)
  for (const [name, resources] of Object.entries(resolved))
    log(record.id, 'target-resolution-detail', { target: name, resolved: resources.map((it) => it.arn) })
  log(record.id, 'target-resolution-end', {})
  return resolved
}

/** Runs or skips one action, as the experiment's options say. */
async function step({ record, tools, signal, fail }: Run, name: string, resolved: Resolved): Promise<void> {
  if (signal.aborted) return
  const { actions, experimentOptions } = record.experiment
  const action = actions[name]!
  const targets = Object.values(action.targets ?? {}).map((target) => resolved[target]!)
  if (experimentOptions.actionsMode === 'skip-all')
    return setState(action, 'skipped', 'Actions are skipped (actionsMode skip-all).')
  if (targets.some((resources) => resources.length === 0))
    return setState(action, 'skipped', 'Target resolution returned empty set')
  const failure = await perform(record, name, targets.flat(), signal, tools)
  if (failure) fail('ActionFailed', name, `Action ${name} failed: ${failure}`)
}

/** Gives the experiment its last state, and what has not started with it. */
function close({ record, tools }: Run, { status, reason, error }: Ending): void {
  const { experiment } = record
  for (const action of Object.values(experiment.actions))
    if (action.state.status === 'pending')
      setState(action, 'cancelled', 'The experiment ended before the action started.')
  experiment.state = { status, reason, ...(error ? { error } : {}) }
  experiment.endTime = nowSeconds()
  tools.save(record)
  tools.log(record.id, 'experiment-end', { state: experiment.state })
}
