import { describe, expect, it } from 'vitest'
import type { Resource } from '../model/kinds.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { systems } from '../model/systems/index.ts'
import { siteOf } from './config.ts'
import { synthesised } from './fixtures/synthesised.ts'
import { profiles } from './profiles.ts'
import { terraformOf } from './terraform.ts'

/** The Terraform type that a kind of resource becomes. */
const TYPES: Readonly<Record<Resource['kind'], string>> = {
  aurora: 'aws_rds_cluster',
  dynamodb: 'aws_dynamodb_table',
  documentdb: 'aws_docdb_cluster',
  elasticache: 'aws_elasticache_replication_group',
  memorydb: 'aws_memorydb_cluster',
  redshift: 'aws_redshift_cluster',
  kinesis: 'aws_kinesis_stream',
  sqs: 'aws_sqs_queue',
  sns: 'aws_sns_topic',
  secret: 'aws_secretsmanager_secret',
  parameter: 'aws_ssm_parameter',
}
const all = Object.entries(cloudcafe.resources as Record<string, Resource>)
const dev = synthesised()

const cases = Object.values(systems).flatMap((system) =>
  Object.keys(profiles).map((profile) => [system.id, profile, system] as const),
)

describe.each(cases)('%s in %s', (_id, CAFE_STAGE, system) => {
  it('is the same bytes at every synth', () => {
    const again = terraformOf(siteOf(system, { CAFE_STAGE }))
    expect(again.texts).toEqual(synthesised({ CAFE_STAGE }, system).texts)
  })
})

it.each(all)('resource %s is there', (id, { kind }) => {
  expect(Object.keys(dev.of(TYPES[kind]))).toContain(id)
})

it('no machine path, no account but the one of the deployment is in what is written', () => {
  const { texts } = synthesised({ AWS_ACCOUNT_ID: '123456789012' })
  for (const text of Object.values(texts)) {
    expect(text).not.toContain(process.cwd())
    expect(text).not.toContain(cloudcafe.account)
  }
})

it('state is in S3 under a lock where a bucket is given, by profile and stack', () => {
  const { terraform } = synthesised({ CAFE_STATE_BUCKET: 'our-states' }).stack('data')
  expect(terraform.backend.s3).toMatchObject({
    bucket: 'our-states',
    key: 'cloudcafe/dev/cloudcafe-data.tfstate',
    use_lockfile: true,
    encrypt: true,
  })
})

it('the provider refuses every account but the one of the deployment', () => {
  for (const text of Object.values(dev.texts)) {
    for (const provider of JSON.parse(text).provider.aws)
      expect(provider.allowed_account_ids).toEqual([cloudcafe.account])
  }
})
