import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { KinesisClient } from '@aws-sdk/client-kinesis'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { SSMClient } from '@aws-sdk/client-ssm'
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import type { System } from '../../../model/kinds.ts'

/** Clients of one endpoint in the name of the system's account; Kinesis would speak HTTP/2, which MiniStack does not. */
export function clients(system: System, endpoint: string, requestHandler: NodeHttpHandler) {
  const config = {
    endpoint,
    region: system.region,
    credentials: { accessKeyId: system.account, secretAccessKey: 'unchecked' },
    requestHandler,
  }
  const all = {
    dynamodb: new DynamoDBClient(config),
    kinesis: new KinesisClient(config),
    secrets: new SecretsManagerClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
    ssm: new SSMClient(config),
  }
  return { ...all, destroy: () => Object.values(all).forEach((client) => void client.destroy()) }
}
export type Clients = ReturnType<typeof clients>
