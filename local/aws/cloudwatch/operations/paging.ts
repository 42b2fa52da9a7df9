import * as wire from '../../wire/page.ts'
import { errors } from '../wire/errors.ts'
import type { Input, Operation } from './inputs.ts'

/** One page of a list and the token of the next; throws InvalidNextToken for a token that is not ours. */
export function page<T>(list: readonly T[], token: string | undefined, size: number) {
  const { items, next } = wire.pageOf(list, { token, size }, errors.token)
  return { items, NextToken: next }
}

export const { tokenOf } = wire
export const offsetOf = (token: string): number => wire.offsetOf(token, errors.token)

/** A time as seconds of the epoch. */
export const secondsOf = (time: Date): number => time.getTime() / 1000

/** The time range of an input, in whole seconds: the start rounded down to what the period asks for. */
export function rangeOf(input: Input<Extract<Operation, 'GetMetricData' | 'GetMetricStatistics'>>) {
  const start = Math.floor(secondsOf(input.StartTime))
  const end = Math.ceil(secondsOf(input.EndTime))
  if (start >= end)
    throw 'MetricDataQueries' in input
      ? errors.validation('The parameter EndTime must be greater than StartTime')
      : errors.value('The parameter StartTime must be less than the parameter EndTime.')
  return { start, end }
}

/**
 * The periods from `start` to before `end`. CloudWatch rounds the start down to the minute, and below a minute to a
 * multiple of the period. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export function gridOf({ start, end }: { readonly start: number; readonly end: number }, period: number) {
  const step = Math.min(period, 60)
  const from = Math.floor(start / step) * step
  return { start: from, period, length: Math.ceil((end - from) / period) }
}
