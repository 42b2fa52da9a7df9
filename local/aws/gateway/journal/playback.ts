import type { JournalFold } from './fold.ts'
import { playControls } from './playback-controls.ts'
import { playTables } from './playback-dynamodb.ts'
import { playStreams } from './playback-kinesis.ts'
import { playQueues } from './playback-sqs.ts'
import type { Playing } from './playing.ts'

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
