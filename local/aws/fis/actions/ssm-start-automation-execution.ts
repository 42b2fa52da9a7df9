import Type from 'typebox'
import { CLEAN, LANDED } from '../../../../chaos/documents/document.ts'
import { type Execution, lastRun, type StepRun } from '../../ssm/execution.ts'
import { type ActionRun, action } from '../action.ts'
import { sleep } from '../duration.ts'
import type { Proof } from '../experiment.ts'
import { duration, jsonTexts, optional, text } from '../parameters.ts'
import type { Resource } from '../target-type.ts'

/**
 * Runs an Automation document. Stopping it runs the document's own undo; after a crash the automation's record does,
 * before the next start is ready, so that there is nothing to clear here.
 */
export const ssmStartAutomationExecution = action({
  id: 'aws:ssm:start-automation-execution',
  description: 'Start the execution of an Automation runbook.',
  parameters: Type.Object({
    documentArn: text('The ARN of the Automation runbook.'),
    documentVersion: optional(text('The version of the runbook; there is one here, 1.')),
    documentParameters: optional(jsonTexts('The parameters that the runbook accepts, a JSON object.')),
    maxDuration: duration('The longest time that the automation may take (ISO 8601).'),
  }),
  subject: ({ documentArn }) => subjectOf(documentArn!),
  async run(at) {
    const { documentArn, documentParameters: parameters = {}, maxDuration } = at.parameters
    const { automations } = at.world
    let id: string | undefined
    const now = () => (id === undefined ? undefined : automations.find(id))
    await at.inject({
      data: { documentArn, parameters },
      apply() {
        id = automations.start({ document: documentArn, parameters }).id
      },
      async undo() {
        if (id === undefined) return
        automations.stop(id)
        at.landed(subjectOf(documentArn), landedOf(await automations.ended(id)))
      },
      clean: () => cleanOf(now()),
    })
    const inTime = await endsWithin(at, id!, maxDuration)
    if (!inTime) throw new Error(`the automation took longer than ${maxDuration} s`)
    const { status, failure } = now()!
    if (status === 'Failed') throw new Error(failure)
  },
})

const subjectOf = (arn: string): Resource => ({
  id: arn,
  arn,
  tags: {},
  description: null,
  information: { arn },
})

/** True where the automation ended, or the experiment stopped, in so many seconds of AWS. */
async function endsWithin(at: ActionRun, id: string, seconds: number): Promise<boolean> {
  const over = new AbortController()
  const late = sleep(seconds / at.cloud.timeScale, AbortSignal.any([at.signal, over.signal]))
  const ended = at.world.automations.ended(id)
  const inTime = await Promise.race([ended.then(() => true), late.then(() => at.signal.aborted)])
  over.abort()
  return inTime
}

/** The document's own step says so; a document without one landed where it was done. */
function landedOf(it: Execution): Proof {
  const seen = lastRun(it, LANDED)
  if (seen) return proofOf(seen)
  return { ok: it.status === 'Success', evidence: it.failure ?? `the automation is ${it.status}` }
}

function cleanOf(it: Execution | undefined): Proof {
  if (!it) return { ok: true, evidence: 'the automation was not started' }
  const seen = lastRun(it, CLEAN)
  if (seen) return proofOf(seen)
  const ok = it.status === 'Success' || it.status === 'Cancelled' || it.steps.length < 2
  return { ok, evidence: it.failure ?? `the automation is ${it.status}` }
}

function proofOf({ status, failure, inputs, outputs }: StepRun): Proof {
  const { Service, Api, PropertySelector } = inputs as Readonly<Record<string, string>>
  const seen = `${Service} ${Api} says that ${PropertySelector} is ${JSON.stringify(outputs?.Value)}`
  return { ok: status === 'Success', evidence: failure ?? seen }
}
