import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias/index.js'
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key/index.js'
import type { System } from '../model/kinds.ts'
import { arn } from '../model/names.ts'
import { policy, type Statement } from './policy.ts'
import type { Stack } from './stack.ts'

/** What a key is for: databases and secrets, queues and streams, logs and the audit. */
export type KeyPurpose = 'data' | 'messages' | 'logs'
/** ARNs of the keys. */
export type Keys = Readonly<Record<KeyPurpose, string>>

const USE = ['kms:Decrypt', 'kms:GenerateDataKey*']

/** AWS services that use a key themselves rather than in a caller's name. */
const SERVICES: Readonly<Record<KeyPurpose, (stack: Stack) => readonly Statement[]>> = {
  data: () => [],
  messages: (stack) =>
    // a topic writes to encrypted queues; alarms and budgets write to encrypted topics
    ['sns', 'cloudwatch', 'budgets'].map((service) => ({
      ...ofService(service, USE),
      conditions: { StringEquals: { 'aws:SourceAccount': stack.site.system.account } },
    })),
  logs: (stack) => {
    const { system } = stack.site
    const here = { StringEquals: { 'aws:SourceAccount': system.account } }
    return [
      toLogs(system),
      { ...ofService('cloudtrail', [...USE, 'kms:DescribeKey']), conditions: here },
      { ...ofService('config', USE), conditions: here },
    ]
  },
}

// In a key's policy `*` is the key itself.
const ofService = (service: string, actions: readonly string[]): Statement => ({
  principals: { Service: `${service}.amazonaws.com` },
  actions,
  resources: ['*'],
})

/** CloudWatch Logs of the system's region, for its log groups there. */
export const toLogs = (system: System): Statement => ({
  ...ofService(`logs.${system.region}`, ['kms:Encrypt', 'kms:ReEncrypt*', ...USE, 'kms:DescribeKey']),
  conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn(system, 'logs', 'log-group:*') } },
})

/** One key for each purpose, renewed by KMS every year. */
export const keys = (stack: Stack): Keys => ({
  data: key(stack, 'data', 'Databases and secrets'),
  messages: key(stack, 'messages', 'Queues, topics and streams'),
  logs: key(stack, 'logs', 'Logs and the audit'),
})

/** Without it no policy of the account's roles could ever give the key to anyone. */
export const toAccount = ({ site }: Stack): Statement => ({
  principals: { AWS: `arn:aws:iam::${site.system.account}:root` },
  actions: ['kms:*'],
  resources: ['*'],
})

function key(stack: Stack, purpose: KeyPurpose, description: string): string {
  const { system, profile } = stack.site
  const made = new KmsKey(stack, `${purpose}-key`, {
    description,
    enableKeyRotation: true,
    deletionWindowInDays: profile.recoveryDays.key,
    policy: policy([toAccount(stack), ...SERVICES[purpose](stack)]),
    tags: { Name: `${system.id}-${purpose}` },
  })
  new KmsAlias(stack, `${purpose}-key-alias`, {
    name: `alias/${system.id}-${purpose}`,
    targetKeyId: made.keyId,
  })
  return made.arn
}
