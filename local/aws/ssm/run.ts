import type { Step } from '../../../chaos/documents/content.ts'
import { isDiskError } from '../../disk-error.ts'
import { stepOf } from './content-shape.ts'
import { type Execution, lastRun, type StepRun } from './execution.ts'
import { resolved, type Values } from './references.ts'
import { runStep } from './run-step.ts'
import type { StepTools } from './steps/step.ts'

/** What an execution is run with. */
export interface RunTools extends Omit<StepTools, 'signal'> {
  /** Values of the `global:` references. */
  readonly globals: Readonly<Record<string, string>>
  /** Called before and after each step: what is on disk then tells what a crash must undo. */
  readonly save: (execution: Execution) => void
}
/** Never aborted: an undo is not cancelled. */
const KEEP_ON = new AbortController().signal

/**
 * Runs a document to its end; never rejects. When the signal is aborted it turns to the step that the last step with an
 * `onCancel` names, and runs from there to the end.
 */
export async function runExecution(it: Execution, tools: RunTools, signal: AbortSignal): Promise<void> {
  it.status = 'InProgress'
  let failure = await follow(it, it.content.mainSteps[0], tools, signal)
  if (signal.aborted) {
    const undone = await undo(it, tools)
    failure ??= undone
  }
  finish(
    it,
    signal.aborted && failure === null ? 'Cancelled' : failure === null ? 'Success' : 'Failed',
    failure,
  )
  saveEnd(it, tools)
}

/** Undoes an execution that a crash cut off; gives null, or the reason why it could not be undone. */
export async function undoExecution(it: Execution, tools: RunTools): Promise<string | null> {
  const failure = await undo(it, tools)
  finish(it, failure === null ? 'Cancelled' : 'Failed', failure)
  saveEnd(it, tools)
  return failure
}

/** What has been done is kept as far as the disk takes it: a full one must not keep a fault in place. */
function saveEnd(it: Execution, tools: RunTools): void {
  try {
    tools.save(it)
  } catch (error) {
    if (!isDiskError(error)) throw error
  }
}

function finish(it: Execution, status: Execution['status'], failure: string | null): void {
  it.status = status
  it.endedAt = Date.now()
  if (failure !== null) it.failure = failure
}

/** The undo that was begun, or was still to come, runs from its first step: its steps can be done twice. */
async function undo(it: Execution, tools: RunTools): Promise<string | null> {
  const { mainSteps } = it.content
  const ran = it.steps.map((run) => mainSteps.find((step) => step.name === run.name))
  const to = stepOf(ran.findLast((step) => stepOf(step?.onCancel) !== undefined)?.onCancel)
  if (to === undefined) return null
  it.status = 'Cancelling'
  return follow(
    it,
    mainSteps.find((step) => step.name === to),
    tools,
    KEEP_ON,
  )
}

/** Runs steps from one on until the end, or until the signal is aborted; gives why a critical step failed, or null. */
async function follow(
  it: Execution,
  from: Step | undefined,
  tools: RunTools,
  signal: AbortSignal,
): Promise<string | null> {
  let failure: string | null = null
  for (let step = from; step && !signal.aborted; ) {
    const run = await perform(it, step, tools, signal)
    if (run.failure && step.isCritical !== false) failure ??= `Step ${step.name} failed: ${run.failure}`
    step = nextOf(it, step, run)
  }
  return failure
}

function nextOf({ content: { mainSteps } }: Execution, step: Step, { status }: StepRun): Step | undefined {
  const named = (name: string | undefined) => mainSteps.find((one) => one.name === name)
  if (status === 'Failed' && step.onFailure !== 'Continue') return named(stepOf(step.onFailure))
  if (step.isEnd) return undefined
  return step.nextStep ? named(step.nextStep) : mainSteps[mainSteps.indexOf(step) + 1]
}

async function perform(it: Execution, step: Step, tools: RunTools, signal: AbortSignal): Promise<StepRun> {
  const run: StepRun = { name: step.name, action: step.action, status: 'InProgress', startedAt: Date.now() }
  it.steps.push(run)
  try {
    // on disk before it acts; an undo goes before bookkeeping
    if (signal === KEEP_ON) saveEnd(it, tools)
    else tools.save(it)
    run.inputs = resolved(step.inputs, valuesOf(it, tools))
    run.outputs = await runStep(step, run.inputs, { ...tools, signal })
    run.status = signal.aborted && step.action === 'aws:sleep' ? 'Cancelled' : 'Success'
  } catch (error) {
    run.status = 'Failed'
    run.failure = error instanceof Error ? error.message : String(error)
  }
  run.endedAt = Date.now()
  saveEnd(it, tools)
  return run
}

function valuesOf(it: Execution, { globals }: RunTools): Values {
  const { content, parameters } = it
  const defaults = Object.entries(content.parameters ?? {}).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const outputs = content.mainSteps.flatMap(({ name }) =>
    Object.entries(lastRun(it, name)?.outputs ?? {}).map(
      ([key, value]) => [`${name}.${key}`, value] as const,
    ),
  )
  return new Map<string, unknown>([
    ...Object.entries(globals),
    ...defaults,
    ...Object.entries(parameters),
    ...outputs,
    ['automation:EXECUTION_ID', it.id],
  ])
}
