import type { System } from '../model/kinds.ts'
import type { Grant } from './grant.ts'
import { INTERFACES, writeLogs } from './iam-runtime.ts'

/** What the function that changes passwords may do: with these secrets, and with no other. */
export const rotationGrants = (
  system: System,
  {
    secrets,
    key,
    group,
  }: { readonly secrets: readonly string[]; readonly key: string; readonly group: string },
): readonly Grant[] => [
  {
    actions: [
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
      'secretsmanager:PutSecretValue',
      'secretsmanager:UpdateSecretVersionStage',
    ],
    resources: secrets,
    because: 'a rotation reads the login that holds, writes the next one and makes it the current one',
  },
  {
    actions: ['secretsmanager:GetRandomPassword'],
    resources: ['*'],
    because: 'the API takes no resource: it makes a password and keeps nothing',
  },
  {
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [key],
    conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${system.region}.amazonaws.com` } },
    because: 'the secrets are encrypted: Secrets Manager uses the key in the caller’s name',
  },
  writeLogs(system, group, 'the runtime writes what the function prints'),
  INTERFACES,
]
