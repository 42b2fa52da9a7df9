import { openVerdicts, runAction, type Tools } from './action-run.ts'
import { actions } from './actions/index.ts'
import { secondsOf } from './duration.ts'
import { type ActionStatus, type ExperimentAction, type ExperimentRecord, nowSeconds } from './experiment.ts'
import type { ExperimentLog } from './experiment-log.ts'
import type { Resource } from './target-type.ts'

/** What an experiment is run with; `save` is called at every change of state. */
export interface RunTools extends Tools {
  readonly log: ExperimentLog
  readonly save: (record: ExperimentRecord) => void
}

const MOST_REASON = 512

/** Gives an action a state, with a reason no longer than AWS's. */
export function setState(action: ExperimentAction, status: ActionStatus, reason: string): void {
  action.state = { status, reason: reason.slice(0, MOST_REASON) }
}

/** Runs one action of an experiment and keeps its state and verdicts; gives null, or the reason why it failed. */
export async function perform(
  record: ExperimentRecord,
  name: string,
  resolved: readonly Resource[],
  signal: AbortSignal,
  tools: RunTools,
): Promise<string | null> {
  const action = record.experiment.actions[name]!
  const { actionId, parameters = {} } = action
  const subject = actions[actionId]!.subject?.(parameters)
  const targets = subject ? [subject] : resolved
  const verdicts = openVerdicts({ name, actionId, targets })
  record.verdicts.push(...verdicts)
  action.startTime = nowSeconds()
  setState(action, 'running', `Action is running${scaleNote(parameters, tools.cloud.timeScale)}.`)
  tools.save(record)
  const about = { action: name, action_id: actionId, targets: targets.map((it) => it.arn) }
  tools.log(record.id, 'action-start', about)
  const onUndo = () => {
    if (signal.aborted) setState(action, 'stopping', 'Action is stopping.')
  }
  const start = { experiment: record.id, name, actionId, parameters, targets, signal, verdicts, onUndo }
  const failure = await runAction(start, tools)
  action.endTime = nowSeconds()
  if (failure) setState(action, 'failed', failure)
  else if (signal.aborted) setState(action, 'stopped', 'Action was stopped.')
  else setState(action, 'completed', 'Action was completed.')
  if (failure) tools.log(record.id, 'action-error', { action: name, error: failure })
  tools.log(record.id, 'action-end', { action: name, state: action.state, verdicts })
  tools.save(record)
  return failure
}

/** Says what durations come to here, where the scale changes them. */
function scaleNote(parameters: Readonly<Record<string, string>>, timeScale: number): string {
  const durations = Object.values(parameters).filter((value) => secondsOf(value) !== null)
  if (timeScale === 1 || durations.length === 0) return ''
  const shown = durations.map((value) => `${value} is ${secondsOf(value)! / timeScale} s here`)
  return `; at time scale ${timeScale}, ${shown.join(', ')}`
}
