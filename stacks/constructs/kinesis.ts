import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream/index.js'
import type { Kinesis } from '../../model/kinds.ts'
import type { MessagingPlace } from '../messaging-place.ts'

/** A stream of as many shards as the model says, encrypted. */
export function kinesis(id: string, it: Kinesis, { stack, keyArn }: MessagingPlace): void {
  new KinesisStream(stack, id, {
    name: it.stream,
    shardCount: it.shards,
    retentionPeriod: it.retentionHours,
    streamModeDetails: { streamMode: 'PROVISIONED' },
    encryptionType: 'KMS',
    kmsKeyId: keyArn,
    tags: { ...it.tags },
  })
}
