import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { ALBEvent, ALBResult } from 'aws-lambda'
import { readEnv } from '../../../../lib/env.ts'
import { messageReader } from '../../../../lib/messages.ts'
import { dynamodb, sqs } from '../../../../lib/stores/aws.ts'
import { Note } from '../messages.ts'
import { noteboard } from '../model.ts'

const env = readEnv(noteboard)
const queue = sqs()
const table = dynamodb()
const read = messageReader(Note)

/** `POST /notes` takes a note (202), `GET /notes/<id>` shows one that is written down. */
export async function handler(event: ALBEvent): Promise<ALBResult> {
  return event.httpMethod === 'POST' ? take(bodyOf(event)) : show(event.path.split('/').at(-1)!)
}

async function take(text: string): Promise<ALBResult> {
  let note: Note
  try {
    note = read(text)
  } catch (error) {
    return json(400, { detail: (error as Error).message })
  }
  const QueueUrl = env.of('SUBMITTED_QUEUE_URL')
  await queue.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(note) }))
  return json(202, { note_id: note.note_id })
}

async function show(note_id: string): Promise<ALBResult> {
  const { Item } = await table.send(new GetCommand({ TableName: env.of('NOTES_TABLE'), Key: { note_id } }))
  return Item ? json(200, Item) : json(404, { detail: `no note ${note_id}` })
}

const bodyOf = ({ body, isBase64Encoded }: ALBEvent): string =>
  Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString()

const json = (statusCode: number, it: object): ALBResult => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(it),
})
