import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { System } from '../model/kinds.ts'
import { override, PROVIDER } from './override.ts'
import type { Urls } from './services.ts'
import { type StackFolder, TERRAFORM } from './workspace.ts'

/** What checkov must find in the canary: a check that is missed means that plans are not read. */
export const canaryChecks = {
  'aws_security_group.open': 'CKV_AWS_24',
  'aws_db_instance.plain': 'CKV_AWS_16',
  'aws_iam_policy.all': 'CKV_AWS_62',
} as const

const terraform = {
  terraform: { required_providers: { aws: PROVIDER } },
  provider: { aws: [{}] },
  resource: {
    aws_security_group: {
      open: {
        name: 'open',
        ingress: [
          {
            description: 'SSH from everywhere',
            from_port: 22,
            to_port: 22,
            protocol: 'tcp',
            cidr_blocks: ['0.0.0.0/0'],
            ipv6_cidr_blocks: [],
            prefix_list_ids: [],
            security_groups: [],
            self: false,
          },
        ],
      },
    },
    aws_db_instance: {
      plain: {
        engine: 'postgres',
        instance_class: 'db.t4g.medium',
        allocated_storage: 10,
        username: 'root',
        password: 'known-to-all',
        storage_encrypted: false,
      },
    },
    aws_iam_policy: {
      all: {
        name: 'all',
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
        }),
      },
    },
  },
} as const

/** A stack that is bad on purpose, planned as the others are and never applied. */
export function canary(system: System, state: string, urls: Urls): StackFolder {
  const folder = join(state, 'canary')
  mkdirSync(folder, { recursive: true })
  const region = { provider: { aws: [{ region: system.region }] } }
  write(join(folder, TERRAFORM), { ...terraform, ...region })
  write(join(folder, 'rehearsal_override.tf.json'), override(system, terraform, urls))
  return { name: 'canary', folder, needs: [], terraform }
}

const write = (file: string, value: unknown): void => writeFileSync(file, JSON.stringify(value, null, 2))
