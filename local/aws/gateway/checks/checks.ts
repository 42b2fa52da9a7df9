import { tableOf } from '../../../../lib/own.ts'
import type { Call } from '../call.ts'
import type { AwsError } from '../errors.ts'
import { type Check, outOfRange, refusal } from './refusal.ts'
import { snsChecks } from './sns.ts'

/** MiniStack's begin with zeros, which AWS's do not. */
const SEQUENCE_NUMBER = /^\d{1,129}$/
const ITERATOR = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const MOST_RECORDS = 10_000

const shardIterator: Check = ({ StartingSequenceNumber: number }) =>
  number === undefined || SEQUENCE_NUMBER.test(String(number))
    ? null
    : refusal('InvalidArgumentException', `StartingSequenceNumber ${number} is invalid.`)

const records: Check = ({ ShardIterator, Limit }) => {
  if (!ITERATOR.test(String(ShardIterator)))
    return refusal('InvalidArgumentException', 'Invalid ShardIterator.')
  const isFit = Limit === undefined || (Number(Limit) >= 1 && Number(Limit) <= MOST_RECORDS)
  return isFit ? null : outOfRange('limit', Limit, MOST_RECORDS)
}

const parameter: Check = ({ Value }) =>
  Value === ''
    ? refusal(
        'ValidationException',
        "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
      )
    : null

const CHECKS = tableOf<Readonly<Record<string, Check>>>({
  kinesis: tableOf<Check>({ GetShardIterator: shardIterator, GetRecords: records }),
  sns: snsChecks,
  ssm: tableOf<Check>({ PutParameter: parameter }),
})

/** Why AWS would refuse a call that MiniStack takes; null where nothing is known against it. SQS's stand in the emulator's shim. */
export const checked = (call: Call): AwsError | null =>
  CHECKS[call.service]?.[call.action]?.(call.input(), call) ?? null
