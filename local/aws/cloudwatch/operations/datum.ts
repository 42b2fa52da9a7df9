import { errors } from '../wire/errors.ts'
import type { Datum } from './inputs.ts'
import { secondsOf } from './paging.ts'

/** How far the time of a value may lie before and after now. */
const BEHIND_SECONDS = 14 * 86_400
const AHEAD_SECONDS = 2 * 3600
/** Values may be this large, with either sign. */
const MOST = 2 ** 360

/**
 * Checks a datum of PutMetricData as CloudWatch does; `where` names it in errors.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */
export function checkDatum(datum: Datum, where: string, now: number): void {
  checkGiven(datum, where)
  checkValues(datum, where)
  checkDimensions(datum, where)
  const seconds = timeOf(datum, now)
  if (seconds < now - BEHIND_SECONDS || seconds > now + AHEAD_SECONDS)
    throw errors.value(
      `The parameter ${where}.Timestamp must specify a time no more than two weeks in the past and no more than two hours in the future.`,
    )
}

/** Seconds of the epoch at which a datum was measured. */
export const timeOf = ({ Timestamp }: Datum, now: number): number =>
  Timestamp === undefined ? now : secondsOf(Timestamp)

function checkGiven(datum: Datum, where: string) {
  const given = (['Value', 'Values', 'StatisticValues'] as const).filter((it) => datum[it] !== undefined)
  if (given.length === 0)
    throw errors.missing(
      `The parameter ${where}.Value, ${where}.Values or ${where}.StatisticValues is required.`,
    )
  if (given.length > 1)
    throw errors.combination(
      `The parameters ${where}.${given[0]} and ${where}.${given[1]} are mutually exclusive and you have specified both.`,
    )
}

function checkValues({ Value, Values, Counts, StatisticValues }: Datum, where: string) {
  if (Value !== undefined) checkNumber(Value, `${where}.Value`)
  for (const [at, value] of (Values ?? []).entries()) checkNumber(value, `${where}.Values.member.${at + 1}`)
  if (Counts && Counts.length !== Values?.length)
    throw errors.value(`The parameters ${where}.Values and ${where}.Counts must be of the same length.`)
  for (const [at, count] of (Counts ?? []).entries()) checkCount(count, `${where}.Counts.member.${at + 1}`)
  if (!StatisticValues) return
  for (const [name, value] of Object.entries(StatisticValues))
    checkNumber(value, `${where}.StatisticValues.${name}`)
  const { SampleCount, Minimum, Maximum } = StatisticValues
  checkCount(SampleCount, `${where}.StatisticValues.SampleCount`)
  if (Minimum > Maximum)
    throw errors.value(
      `The parameter ${where}.StatisticValues.Minimum (${Minimum}) must not exceed ${where}.StatisticValues.Maximum (${Maximum}).`,
    )
}

function checkNumber(value: number, name: string) {
  if (typeof value === 'number' && Math.abs(value) <= MOST) return
  throw errors.value(`The value ${value} for parameter ${name} is invalid.`)
}

function checkCount(count: number, name: string) {
  checkNumber(count, name)
  if (count < 0) throw errors.value(`The parameter ${name} must be greater than or equal to 0.`)
}

function checkDimensions({ Dimensions = [] }: Datum, where: string) {
  const names = new Set<string>()
  for (const [at, { Name, Value }] of Dimensions.entries()) {
    const of = `${where}.Dimensions.member.${at + 1}`
    for (const [member, text] of Object.entries({ Name, Value }))
      if (text.trim() === '' || !/^[\x20-\x7e]+$/.test(text))
        throw errors.value(
          `The parameter ${of}.${member} must be of ASCII characters, and at least one of them no white space.`,
        )
    if (Name.startsWith(':')) throw errors.value(`The parameter ${of}.Name must not begin with a colon.`)
    if (names.has(Name)) throw errors.value(`The dimension ${Name} stands twice in ${where}.Dimensions.`)
    names.add(Name)
  }
}
