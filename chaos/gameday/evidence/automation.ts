import {
  DescribeAutomationExecutionsCommand,
  GetAutomationExecutionCommand,
  type StepExecution,
} from '@aws-sdk/client-ssm'
import { documentName } from '../../../model/names.ts'
import type { CLEAN, LANDED } from '../../documents/document.ts'
import type { Finding } from '../journal.ts'
import type { Stage } from '../site.ts'

/** What a document of ours has seen itself, here and on AWS alike: its step of that name, in its last run since then. */
export async function stepSeen(
  { clients: { ssm }, system }: Stage,
  document: string,
  from: number,
  name: typeof LANDED | typeof CLEAN,
): Promise<Finding> {
  const named = documentName(system, document)
  const Filters = [
    { Key: 'DocumentNamePrefix' as const, Values: [named] },
    { Key: 'StartTimeAfter' as const, Values: [new Date(from).toISOString()] },
  ]
  const { AutomationExecutionMetadataList: found = [] } = await ssm.send(
    new DescribeAutomationExecutionsCommand({ Filters }),
  )
  const [last] = found.toSorted((a, b) => startOf(b) - startOf(a))
  if (!last) return { ok: false, evidence: `${named} was not run` }
  const { AutomationExecution: run } = await ssm.send(
    new GetAutomationExecutionCommand({ AutomationExecutionId: last.AutomationExecutionId! }),
  )
  const step = run?.StepExecutions?.findLast((it) => it.StepName === name)
  return step
    ? findingOf(named, step)
    : { ok: false, evidence: `${named} did not come to its step '${name}'` }
}

const startOf = ({ ExecutionStartTime: at }: { readonly ExecutionStartTime?: Date | undefined }): number =>
  at?.getTime() ?? 0

function findingOf(
  document: string,
  { StepName, StepStatus, FailureMessage, Inputs }: StepExecution,
): Finding {
  const about = `step '${StepName}' of ${document}`
  if (StepStatus !== 'Success') return { ok: false, evidence: `${about}: ${FailureMessage ?? StepStatus}` }
  return { ok: true, evidence: `${about} found ${Inputs?.PropertySelector} at ${Inputs?.DesiredValues}` }
}
