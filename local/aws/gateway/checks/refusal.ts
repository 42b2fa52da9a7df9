import type { Call, Input } from '../call.ts'
import type { AwsError } from '../errors.ts'

/** Looks at the parameters of an operation; null where AWS would take them. */
export type Check = (input: Input, call: Call) => AwsError | null

export const refusal = (code: string, message: string): AwsError => ({ status: 400, code, message })

/** A value out of its range, as services with AWS's newer protocols word it. */
export const outOfRange = (name: string, value: unknown, most: number): AwsError =>
  refusal(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value between 1 and ${most}`,
  )
