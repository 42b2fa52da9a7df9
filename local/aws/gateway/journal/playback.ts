import type { Ask } from '../ministack.ts'
import type { Send } from '../upstream.ts'
import type { JournalFold } from './fold.ts'
import { playControls } from './playback-controls.ts'
import { playTables } from './playback-dynamodb.ts'
import { playStreams } from './playback-kinesis.ts'
import { playQueues } from './playback-sqs.ts'
import type { Entry } from './records.ts'

export interface Playing {
  readonly send: Send
  readonly ask: Ask
  readonly append: (entry: Entry) => Promise<void>
  /** Says what could not be brought back, and why; the rest is. */
  readonly lost: (what: string) => void
}

/** Brings an empty MiniStack to where the journal is; its resources of the model are there already. */
export async function playBack(fold: JournalFold, playing: Playing) {
  const subscriptions = await playControls(fold.controls(), playing)
  const [, numbers, messages] = await Promise.all([
    playTables(fold.tables, playing),
    playStreams(fold.streams, playing),
    playQueues(fold.queues, playing),
  ])
  return { subscriptions, numbers, messages }
}
export type Played = Awaited<ReturnType<typeof playBack>>
