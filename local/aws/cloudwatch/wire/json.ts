import { awsJson } from '../../wire/json.ts'

/** What stands before an operation in the service's newer protocols. */
export const TARGET = 'GraniteServiceVersion20100801'
/** The namespace of the service's error shapes in its newer protocols. */
export const SHAPES = 'com.amazonaws.cloudwatch#'

/** AWS JSON 1.0, which the SDK for JavaScript speaks. */
export const json = awsJson({ version: '1.0', target: TARGET, shapes: SHAPES, queryCompatible: true })
