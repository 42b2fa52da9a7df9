import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { readEnv } from '../../../../lib/env.ts'
import { messageReader } from '../../../../lib/messages.ts'
import { dynamodb } from '../../../../lib/stores/aws.ts'
import { Note } from '../messages.ts'
import { noteboard } from '../model.ts'

const env = readEnv(noteboard)
const table = dynamodb()
const read = messageReader(Note)

/** Writes each note down under its id: the same note twice is one. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  processPartialResponse(event, write, new BatchProcessor(EventType.SQS), {
    context,
    throwOnFullBatchFailure: false,
  })

async function write({ body }: SQSRecord): Promise<void> {
  await table.send(new PutCommand({ TableName: env.of('NOTES_TABLE'), Item: read(body) }))
}
