import { join } from 'node:path'
import { arn } from '../../../model/names.ts'
import type { Tools } from './action-run.ts'
import { invalid, notFound, quotaExceeded } from './errors.ts'
import { type ExperimentRecord, experimentOf, hasEnded, nowSeconds } from './experiment.ts'
import { experimentLog } from './experiment-log.ts'
import { type RunningExperiment, runExperiment } from './experiment-run.ts'
import { newId } from './ids.ts'
import { records } from './records.ts'
import type { SafetyLever } from './safety-lever.ts'
import type { Template } from './template.ts'

/** https://docs.aws.amazon.com/fis/latest/userguide/fis-quotas.html */
const MOST_ACTIVE = 5

/** Starts, keeps and stops experiments. */
export function experiments(tools: Tools, lever: SafetyLever) {
  const { cloud } = tools
  const kept = records<ExperimentRecord>(join(cloud.state, 'fis', 'experiments'))
  const running = new Map<string, RunningExperiment>()
  const log = experimentLog(cloud)
  for (const record of kept.all()) if (!hasEnded(record.experiment)) kept.put(cutOff(record))

  /** Undo goes before bookkeeping: a full disk must not keep a fault in place. */
  const save = (record: ExperimentRecord) => {
    try {
      kept.put(record)
    } catch (error) {
      cloud.say({
        part: 'fis',
        what: 'experiment not saved',
        detail: { id: record.id, error: String(error) },
      })
    }
  }
  const start = (template: Template, options: Start): ExperimentRecord => {
    if (running.size >= MOST_ACTIVE)
      throw quotaExceeded(`There are ${running.size} active experiments, which is as many as may be.`)
    const id = newId('EXP')
    const record = experimentOf(template, {
      ...options,
      id,
      arn: arn(cloud.system, 'fis', `experiment/${id}`),
    })
    if (lever.isEngaged()) return kept.put(cancelled(record, lever.reason()))
    kept.put(record)
    const run = runExperiment(record, { ...tools, log, save })
    running.set(id, run)
    void run.done.then(() => running.delete(id))
    return record
  }
  const find = (id: string): ExperimentRecord => {
    const record = kept.get(id)
    if (!record) throw notFound(`Experiment with ID ${id} not found.`)
    return record
  }
  const stop = (id: string): ExperimentRecord => {
    const record = find(id)
    const run = running.get(id)
    if (!run) throw invalid(`Experiment ${id} has ended: its state is ${record.experiment.state.status}.`)
    run.stop('Experiment stopped.')
    return record
  }
  const stopAll = async (reason: string) => {
    for (const run of running.values()) run.stop(reason)
    await Promise.all([...running.values()].map((run) => run.done))
  }
  lever.onEngage((reason) => stopAll(`Experiment stopped by the safety lever: ${reason}`))
  return { start, find, stop, stopAll, all: kept.all, save: kept.put }
}
export type Experiments = ReturnType<typeof experiments>

interface Start {
  readonly tags: Record<string, string>
  readonly actionsMode: 'run-all' | 'skip-all'
}

/** An experiment that a crash of the executor cut off; `recover` has cleared its faults. */
function cutOff(record: ExperimentRecord): ExperimentRecord {
  const reason = 'The executor ended while the experiment was running.'
  for (const action of Object.values(record.experiment.actions))
    if (action.startTime !== undefined && action.endTime === undefined)
      action.state = { status: 'failed', reason }
    else if (action.state.status === 'pending') action.state = { status: 'cancelled', reason }
  record.experiment.state = { status: 'failed', reason }
  record.experiment.endTime = nowSeconds()
  return record
}

/** An experiment that was started while the safety lever was engaged. */
function cancelled(record: ExperimentRecord, why: string): ExperimentRecord {
  const reason = `The safety lever is engaged: ${why}`
  for (const action of Object.values(record.experiment.actions))
    action.state = { status: 'cancelled', reason }
  record.experiment.state = { status: 'cancelled', reason }
  record.experiment.endTime = nowSeconds()
  return record
}
