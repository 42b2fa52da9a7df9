import type { ApiStep, PropertyStep, SleepStep, Step } from '../../../chaos/documents/content.ts'
import { secondsOf, sleep } from '../fis/duration.ts'
import { executeAwsApi } from './steps/execute-aws-api.ts'
import { assertProperty, waitForProperty } from './steps/resource-property.ts'
import type { StepTools } from './steps/step.ts'

/** Does a step with its inputs resolved; gives its outputs, or rejects with the reason it failed. */
export function runStep(step: Step, inputs: unknown, tools: StepTools): Promise<Record<string, unknown>> {
  switch (step.action) {
    case 'aws:executeAwsApi':
      return executeAwsApi(inputs as ApiStep['inputs'], step, tools)
    case 'aws:assertAwsResourceProperty':
      return assertProperty(inputs as PropertyStep['inputs'], tools)
    case 'aws:waitForAwsResourceProperty':
      return waitForProperty(inputs as PropertyStep['inputs'], step.timeoutSeconds, tools)
    case 'aws:sleep':
      return sleepFor(inputs as SleepStep['inputs'], tools)
  }
}

async function sleepFor({ Duration }: SleepStep['inputs'], { timeScale, signal }: StepTools) {
  const seconds = secondsOf(Duration)
  if (seconds === null) throw new Error(`Duration '${Duration}' is no ISO 8601 duration, such as PT5M`)
  await sleep(seconds / timeScale, signal)
  return {}
}
