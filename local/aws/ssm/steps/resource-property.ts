import type { PropertyStep } from '../../../../chaos/documents/content.ts'
import { sleep } from '../../fis/duration.ts'
import { shown } from '../references.ts'
import { select } from '../selector.ts'
import type { StepTools } from './step.ts'

type Inputs = PropertyStep['inputs']
const POLL_SECONDS = 0.25
/** AWS's own limit where a step has none. */
const MOST_SECONDS = 3600

/** The property as it is now; rejects where it is none of the values that are wanted. */
export async function assertProperty(inputs: Inputs, { call }: StepTools): Promise<Record<string, unknown>> {
  const value = await propertyOf(inputs, call)
  if (isDesired(inputs, value)) return { Value: value }
  throw new Error(
    `${inputs.PropertySelector} is ${shown(value)}, and not ${inputs.DesiredValues.join(' or ')}`,
  )
}

/** Asks until the property is what is wanted; rejects when the step's time, in seconds here, is over. */
export async function waitForProperty(
  inputs: Inputs,
  seconds: number | undefined,
  { call, signal }: StepTools,
): Promise<Record<string, unknown>> {
  const until = Date.now() + (seconds ?? MOST_SECONDS) * 1000
  for (;;) {
    const value = await propertyOf(inputs, call)
    if (isDesired(inputs, value)) return { Value: value }
    if (signal.aborted) return {}
    if (Date.now() >= until)
      throw new Error(`${inputs.PropertySelector} is still ${shown(value)} after ${seconds} s`)
    await sleep(POLL_SECONDS, signal)
  }
}

async function propertyOf(inputs: Inputs, call: StepTools['call']): Promise<unknown> {
  const { Service, Api, PropertySelector, DesiredValues: _, ...input } = inputs
  return (select(PropertySelector, await call(Service, Api, input)) ?? null) as unknown
}

const isDesired = ({ DesiredValues }: Inputs, value: unknown): boolean =>
  DesiredValues.some((it) => shown(it) === shown(value))
