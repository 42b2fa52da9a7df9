import type { ApiInputs, ApiStep, StepOutput } from '../../../../chaos/documents/content.ts'
import { select } from '../selector.ts'
import type { StepTools } from './step.ts'

/** Calls an API and takes its outputs from the answer; rejects where one of them is not there, or of another type. */
export async function executeAwsApi(
  { Service, Api, ...input }: ApiInputs,
  { outputs = [] }: ApiStep,
  { call }: StepTools,
): Promise<Record<string, unknown>> {
  const answer = await call(Service, Api, input)
  return Object.fromEntries(outputs.map((it) => [it.Name, outputOf(it, answer)]))
}

const IS: Readonly<Record<StepOutput['Type'], (it: unknown) => boolean>> = {
  String: (it) => typeof it === 'string',
  Integer: Number.isInteger,
  Boolean: (it) => typeof it === 'boolean',
  StringList: (it) => Array.isArray(it) && it.every((one) => typeof one === 'string'),
  StringMap: (it) => typeof it === 'object' && it !== null && !Array.isArray(it),
  MapList: (it) => Array.isArray(it) && it.every((one) => typeof one === 'object' && one !== null),
}

function outputOf({ Name, Selector, Type }: StepOutput, answer: unknown): unknown {
  const value = select(Selector, answer)
  if (IS[Type](value)) return value
  const found = value === undefined ? 'nothing' : JSON.stringify(value)
  throw new Error(`output ${Name} is to be a ${Type}, and ${Selector} finds ${found}`)
}
