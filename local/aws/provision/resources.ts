import { CreateStreamCommand } from '@aws-sdk/client-kinesis'
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager'
import { CreateTopicCommand } from '@aws-sdk/client-sns'
import { CreateQueueCommand } from '@aws-sdk/client-sqs'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import type { Resource, Sqs, System } from '../../../model/kinds.ts'
import { parameterName, queueArn, secretName } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import { type Projection, project } from '../../../model/projection.ts'
import type { Clients } from './clients.ts'
import { unlessThere } from './creation.ts'
import { createTable } from './tables.ts'

interface ProvisionContext {
  readonly system: System
  readonly aws: Clients
}
type Create = () => Promise<void>

/** Engines of their own, beside the AWS endpoint: nothing is to be created there. */
const elsewhere = () => null

/** How each kind of resource is created; null where the AWS endpoint has no part in it. */
const creation: Projection<Resource, ProvisionContext, Create | null> = {
  aurora: elsewhere,
  documentdb: elsewhere,
  elasticache: elsewhere,
  memorydb: elsewhere,
  redshift: elsewhere,
  dynamodb:
    (_id, table, { aws }) =>
    () =>
      createTable(aws.dynamodb, table),
  kinesis:
    (_id, { stream, shards }, { aws }) =>
    () =>
      unlessThere(aws.kinesis.send(new CreateStreamCommand({ StreamName: stream, ShardCount: shards }))),
  sqs: (_id, queue, place) => () => createQueue(place, queue),
  sns:
    (_id, { topic }, { aws }) =>
    () =>
      unlessThere(aws.sns.send(new CreateTopicCommand({ Name: topic }))),
  secret:
    (id, secret, { system, aws }) =>
    () =>
      unlessThere(
        aws.secrets.send(
          new CreateSecretCommand({
            Name: secretName(system, id),
            SecretString: JSON.stringify({
              username: platform.database.user,
              password: platform.database.password,
              of: secret.of,
            }),
          }),
        ),
      ),
  parameter:
    (id, _, { system, aws }) =>
    async () =>
      void (await aws.ssm.send(
        new PutParameterCommand({
          Name: parameterName(system, id),
          Type: 'SecureString',
          Value: platform.apiKey,
          Overwrite: true,
        }),
      )),
}

/** Creations in order: those of one step do not need each other, dead-letter queues come before their sources. */
export function resourceSteps(system: System, aws: Clients): readonly (readonly Create[])[] {
  const all = Object.entries(system.resources)
  const later = all.filter(([, it]) => it.kind === 'sqs' && it.redrive)
  const first = all.filter((entry) => !later.includes(entry))
  return [first, later].map((step) =>
    step.flatMap(([id, it]) => project(creation, id, it, { system, aws }) ?? []),
  )
}

async function createQueue({ system, aws }: ProvisionContext, queue: Sqs): Promise<void> {
  const target = queue.redrive && system.resources[queue.redrive.to]
  const redrive =
    target?.kind === 'sqs'
      ? { deadLetterTargetArn: queueArn(system, target.queue), maxReceiveCount: queue.redrive!.maxReceives }
      : undefined
  const attributes = {
    VisibilityTimeout: String(queue.visibilitySeconds),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    ReceiveMessageWaitTimeSeconds: String(queue.waitSeconds),
    ...(queue.fifo ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {}),
    ...(redrive ? { RedrivePolicy: JSON.stringify(redrive) } : {}),
  }
  await unlessThere(aws.sqs.send(new CreateQueueCommand({ QueueName: queue.queue, Attributes: attributes })))
}
