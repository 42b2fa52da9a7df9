import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { KinesisClient } from '@aws-sdk/client-kinesis'
import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { NodeHttpHandler } from '@smithy/node-http-handler'

const CONNECT_MS = 1000
const REQUEST_MS = 3000

/** HTTP/1.1 with connections kept open (Kinesis's default is HTTP/2, which emulators do not speak). */
const http = (requestMs = REQUEST_MS) =>
  new NodeHttpHandler({
    connectionTimeout: CONNECT_MS,
    requestTimeout: requestMs,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: 50 },
  })

/**
 * For the logger's `info` the SDK copies the whole input and output of each call, though its own one drops them:
 * without an `info` it does not.
 */
const drop = () => undefined
const logger = { trace: drop, debug: drop, warn: drop, error: drop } as unknown as NonNullable<
  SQSClientConfig['logger']
>

/** DynamoDB with plain JavaScript values; region, credentials and endpoint come from the SDK's own env keys. */
export const dynamodb = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ logger, requestHandler: http() }), {
    marshallOptions: { removeUndefinedValues: true },
  })
export const kinesis = (): KinesisClient => new KinesisClient({ logger, requestHandler: http() })
export const sqs = (): SQSClient => new SQSClient({ logger, requestHandler: http() })
/** SQS for consumers: a long poll of so many seconds is no timeout. */
export const sqsPolling = (waitSeconds: number): SQSClient =>
  new SQSClient({ logger, requestHandler: http(waitSeconds * 1000 + REQUEST_MS) })
