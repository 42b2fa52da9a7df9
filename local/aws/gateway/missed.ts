import type { AwsRequest, AwsResponse } from '../../types.ts'
import { callOf } from './call.ts'
import { succeeded } from './journal/keeper.ts'
import { sqsInput, sqsOutput } from './journal/wire-sqs.ts'
import type { Lost } from './listener.ts'

/**
 * Gives back what polls took for callers who had gone, once no such poll of the queue is left: given back before, the
 * next of them would take it again, and three that a dead copy has left would bring it to the dead letters.
 */
export function deadPolls(giveBack: (call: AwsRequest) => void): Lost {
  const waiting = new Map<string, number>()
  const held = new Map<string, AwsRequest[]>()
  return {
    gone(request) {
      const queue = polledQueue(request)
      if (queue) waiting.set(queue, (waiting.get(queue) ?? 0) + 1)
    },
    missed(request, response) {
      const queue = polledQueue(request)
      if (!queue) return
      const left = Math.max(0, (waiting.get(queue) ?? 0) - 1)
      waiting.set(queue, left)
      const calls = [...(held.get(queue) ?? []), givenBack(request, response) ?? []].flat()
      held.set(queue, left > 0 ? calls : [])
      if (left === 0) calls.forEach(giveBack)
    },
  }
}

function polledQueue(request: AwsRequest): string | null {
  const call = callOf(request)
  return call.service === 'sqs' && call.action === 'ReceiveMessage' ? queueOf(request) : null
}

const queueOf = (request: AwsRequest): string =>
  String(sqsInput(callOf(request)).QueueUrl ?? request.url.split('?')[0])

/**
 * The call that gives back what a poll took for a caller who had gone meanwhile; null where nothing was taken. On AWS
 * a long poll ends with its connection; MiniStack's goes on, and its messages would be invisible until their timeout.
 */
function givenBack(request: AwsRequest, response: AwsResponse): AwsRequest | null {
  const call = callOf(request)
  if (call.service !== 'sqs' || call.action !== 'ReceiveMessage' || !succeeded(response)) return null
  const { Messages = [] } = sqsOutput(call, response)
  if (Messages.length === 0) return null
  const Entries = Messages.map(({ ReceiptHandle }, n) => ({
    Id: String(n),
    ReceiptHandle,
    VisibilityTimeout: 0,
  }))
  return {
    method: 'POST',
    url: '/',
    headers: {
      ...request.headers,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.ChangeMessageVisibilityBatch',
    },
    body: Buffer.from(JSON.stringify({ QueueUrl: queueOf(request), Entries })),
  }
}
