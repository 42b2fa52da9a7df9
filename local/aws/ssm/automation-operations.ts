import { type Static, Type } from 'typebox'
import type { Step } from '../../../chaos/documents/content.ts'
import type { Estate } from '../estate.ts'
import { AwsError } from '../wire/error.ts'
import { pageOf } from '../wire/page.ts'
import { type Operation, operation } from '../wire/service.ts'
import type { Automations } from './automations.ts'
import { ONLY_VERSION } from './documents.ts'
import { badParameters } from './errors.ts'
import { type Execution, hasEnded, type StepRun } from './execution.ts'
import { shown } from './references.ts'

const optional = Type.Optional
const MOST = 50
const Parameters = Type.Record(Type.String(), Type.Array(Type.String()))

const Filter = Type.Object(
  {
    Key: Type.Enum(['DocumentNamePrefix', 'StartTimeAfter']),
    Values: Type.Array(Type.String(), { minItems: 1 }),
  },
  { additionalProperties: false },
)
const passes = ({ document, startedAt }: Execution, { Key, Values }: Static<typeof Filter>): boolean =>
  Values.some((it) => (Key === 'StartTimeAfter' ? startedAt > Date.parse(it) : document.startsWith(it)))

/** Starting, following and stopping of automations. */
export function automationOperations(
  { system }: Pick<Estate, 'system'>,
  runs: Automations,
): Record<string, Operation> {
  const by = `arn:aws:iam::${system.account}:root`
  return {
    StartAutomationExecution: operation(
      {
        DocumentName: Type.String({ minLength: 1 }),
        DocumentVersion: optional(Type.Enum([ONLY_VERSION, '$DEFAULT', '$LATEST'])),
        Parameters: optional(Parameters),
        Mode: optional(Type.Literal('Auto')),
      },
      ({ DocumentName: document, Parameters: given = {} }) => ({
        AutomationExecutionId: runs.start({ document, parameters: singles(given) }).id,
      }),
    ),
    GetAutomationExecution: operation({ AutomationExecutionId: Type.String() }, (input) => ({
      AutomationExecution: executionShape(runs.find(input.AutomationExecutionId), by),
    })),
    DescribeAutomationExecutions: operation(
      {
        Filters: optional(Type.Array(Filter)),
        MaxResults: optional(Type.Integer({ minimum: 1, maximum: MOST })),
        NextToken: optional(Type.String()),
      },
      ({ MaxResults = MOST, NextToken, Filters = [] }) => {
        const bad = (message: string) => new AwsError('InvalidNextToken', message)
        const wanted = runs.all().filter((it) => Filters.every((filter) => passes(it, filter)))
        const newest = wanted.toSorted((a, b) => b.startedAt - a.startedAt)
        const { items, next } = pageOf(newest, { token: NextToken, size: MaxResults }, bad)
        return { AutomationExecutionMetadataList: items.map((it) => summary(it, by)), NextToken: next }
      },
    ),
    StopAutomationExecution: operation(
      { AutomationExecutionId: Type.String(), Type: optional(Type.Literal('Cancel')) },
      ({ AutomationExecutionId: id }) => {
        if (hasEnded(runs.find(id)))
          throw new AwsError('InvalidAutomationStatusUpdateException', `Automation ${id} has ended.`)
        runs.stop(id)
        return {}
      },
    ),
  }
}

/** Parameters of documents here are all of type String: a list of one value. */
function singles(given: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  const bad = Object.keys(given).filter((name) => given[name]!.length !== 1)
  if (bad.length > 0) throw badParameters(`${bad.join(', ')}: a parameter of type String has one value.`)
  return Object.fromEntries(Object.entries(given).map(([name, values]) => [name, values[0]!]))
}

const summary = (it: Execution, by: string) => ({
  AutomationExecutionId: it.id,
  DocumentName: it.document,
  DocumentVersion: ONLY_VERSION,
  AutomationExecutionStatus: it.status,
  ExecutionStartTime: new Date(it.startedAt),
  ...(it.endedAt === undefined ? {} : { ExecutionEndTime: new Date(it.endedAt) }),
  ExecutedBy: by,
  Mode: 'Auto',
  FailureMessage: it.failure,
  Outputs: outputsOf(it.steps),
})

function executionShape(it: Execution, by: string) {
  const { steps } = it
  const current = hasEnded(it) ? undefined : steps.at(-1)
  return {
    ...summary(it, by),
    Parameters: Object.fromEntries(Object.entries(it.parameters).map(([name, value]) => [name, [value]])),
    StepExecutionsTruncated: false,
    StepExecutions: steps.map((run) => stepShape(run, it)),
    CurrentStepName: current?.name,
    CurrentAction: current?.action,
  }
}

/** Outputs of steps by AWS's names: `step.Output`. */
const outputsOf = (steps: readonly StepRun[]) =>
  Object.fromEntries(
    steps.flatMap((run) =>
      Object.entries(run.outputs ?? {}).map(([key, value]) => [`${run.name}.${key}`, [shown(value)]]),
    ),
  )

function stepShape(run: StepRun, { content }: Execution) {
  const step: Step | undefined = content.mainSteps.find((one) => one.name === run.name)
  const texts = Object.entries(run.inputs ?? {}).map(([name, value]) => [name, shown(value)])
  const outputs = Object.entries(run.outputs ?? {}).map(([name, value]) => [name, [shown(value)]])
  return {
    StepName: run.name,
    Action: run.action,
    StepStatus: run.status,
    ExecutionStartTime: new Date(run.startedAt),
    ...(run.endedAt === undefined ? {} : { ExecutionEndTime: new Date(run.endedAt) }),
    Inputs: Object.fromEntries(texts),
    Outputs: Object.fromEntries(outputs),
    FailureMessage: run.failure,
    OnFailure: step?.onFailure ?? 'Abort',
    IsCritical: step?.isCritical ?? true,
    IsEnd: step?.isEnd ?? false,
  }
}
