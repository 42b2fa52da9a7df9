import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue/index.js'
import type { Stack } from './stack.ts'

/** What carriers of messages are made in. */
export interface MessagingPlace {
  readonly stack: Stack
  readonly keyArn: string
  /** The queues that there are already, by id. */
  readonly queues: Map<string, SqsQueue>
}
