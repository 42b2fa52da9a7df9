import { describe, expect, it } from 'vitest'
import { parameterArn, parameterName, secretName } from '../model/names.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { type Block, synthesised } from './fixtures/synthesised.ts'
import { grantsOf } from './iam.ts'

const dev = synthesised()
const prod = synthesised({ CAFE_STAGE: 'prod' })
const statements = (role: string): Block[] =>
  JSON.parse(dev.one('aws_iam_role_policy', `${role}-policy`).policy).Statement
/** Actions that a role has on a resource by its ARN, or on all. */
const allowed = (role: string, resource: string): string[] =>
  statements(role)
    .filter((it) => it.Resource.includes(resource))
    .flatMap((it) => it.Action)
    .sort()
const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${cloudcafe.account}:${rest}`
const keys = { data: 'data', messages: 'messages', logs: 'logs' }

describe('rights of a workload', () => {
  it('follow from what it uses, and how', () => {
    expect(allowed('payment-processor', arn('sqs', 'payment-processing-queue.fifo'))).toContain(
      'sqs:DeleteMessage',
    )
    expect(allowed('payment-processor', arn('sqs', 'payment-processing-queue.fifo'))).not.toContain(
      'sqs:SendMessage',
    )
    expect(allowed('order', arn('sqs', 'payment-processing-queue.fifo'))).toEqual(['sqs:SendMessage'])
    expect(allowed('order', arn('kinesis', 'stream/order-events'))).toEqual(['kinesis:PutRecords'])
    expect(allowed('analytics', arn('kinesis', 'stream/analytics-events'))).toContain('kinesis:GetRecords')
  })

  it('are on the stream alone for a function that is handed the changes of a table', () => {
    expect(allowed('inventory-sync', arn('dynamodb', 'table/store-inventory/stream/*'))).toContain(
      'dynamodb:GetRecords',
    )
    expect(allowed('inventory-sync', arn('dynamodb', 'table/store-inventory'))).toEqual([])
  })

  it('name an index only of a table that has one', () => {
    expect(allowed('order', arn('dynamodb', 'table/active-orders/index/by-customer'))).toContain(
      'dynamodb:Query',
    )
    expect(JSON.stringify(statements('payment-processor'))).not.toContain('/index/')
  })

  it.each(Object.keys(cloudcafe.workloads).filter((id) => id !== 'payments'))(
    'of %s have a reason each',
    (id) => {
      const grants = grantsOf(cloudcafe, id, keys)
      expect(grants.filter((it) => it.because.length < 10)).toEqual([])
      expect(grants.flatMap((it) => it.actions).filter((action) => action.includes('*'))).toEqual([])
    },
  )

  it('go when the use goes', () => {
    const { order } = cloudcafe.workloads
    const uses = order.uses.filter((use) => use.id !== 'order-events')
    const system = { ...cloudcafe, workloads: { ...cloudcafe.workloads, order: { ...order, uses } } }
    const resources = grantsOf(system, 'order', keys).flatMap((it) => it.resources)
    expect(resources).not.toContain(arn('kinesis', 'stream/order-events'))
  })

  it('use a key through one service only', () => {
    const uses = ['order', 'payment-processor', 'analytics'].flatMap(statements)
    for (const it of uses.filter(({ Action }) => Action.some((action: string) => action.startsWith('kms:'))))
      expect(it.Condition.StringEquals['kms:ViaService']).toMatch(/^[a-z]+\.us-east-1\.amazonaws\.com$/)
  })
})

describe('TLS', () => {
  const refused = { Bool: { 'aws:SecureTransport': 'false' } }

  it.each(['aws_sqs_queue_policy', 'aws_sns_topic_policy', 'aws_s3_bucket_policy'])(
    'is the only way to whatever has a policy: %s',
    (type) => {
      const policies = Object.values(dev.of(type)).map((it): Block[] => JSON.parse(it.policy).Statement)
      expect(policies).toHaveLength(Object.keys(dev.of(type.replace('_policy', ''))).length)
      for (const all of policies)
        expect(all).toContainEqual(
          expect.objectContaining({ Effect: 'Deny', Principal: '*', Condition: refused }),
        )
    },
  )
})

describe('roles', () => {
  const trusted = (role: string): Block =>
    JSON.parse(dev.one('aws_iam_role', `${role}-role`).assume_role_policy)

  it('are taken for this account, by those services that say for which', () => {
    for (const role of ['order', 'config', 'flow-logs', 'redshift-snapshots'])
      expect(trusted(role).Statement[0].Condition).toEqual({
        StringEquals: { 'aws:SourceAccount': cloudcafe.account },
      })
    for (const role of ['trail', 'ecs-lattice', 'loyalty', 'payment-processor'])
      expect(trusted(role).Statement[0].Condition).toBeUndefined()
  })

  it('let the agent of an instance find its Auto Scaling group, and Config give what it writes to the bucket', () => {
    expect(allowed('loyalty', '*')).toContain('ec2:DescribeTags')
    const written = statements('config').find((it) => it.Action.includes('s3:PutObject'))
    expect(written?.Action).toContain('s3:PutObjectAcl')
  })
})

describe('secrets', () => {
  const secrets = Object.entries(cloudcafe.resources).flatMap(([id, it]) =>
    it.kind === 'secret' ? ([[id, it]] as const) : [],
  )

  it.each(secrets)('%s is encrypted, and its password is in no argument that Terraform keeps', (id) => {
    const secret = dev.one('aws_secretsmanager_secret', id)
    expect(secret.name).toBe(secretName(cloudcafe, id))
    expect(secret.kms_key_id).toContain('data-key')
    const version = dev.one('aws_secretsmanager_secret_version', `${id}-first`)
    expect(version.secret_string).toBeUndefined()
    expect(JSON.parse(version.secret_string_wo).password).toContain('ephemeral.')
  })

  it.each(secrets)('%s rotates by the model, with a function that may do so', (id, it) => {
    const { rotation_rules, rotation_lambda_arn } = dev.one(
      'aws_secretsmanager_secret_rotation',
      `${id}-rotation`,
    )
    expect(rotation_rules.automatically_after_days).toBe(it.rotationDays)
    expect(rotation_lambda_arn).toContain('aws_lambda_function.password-rotation')
    const { principal, source_arn } = dev.one('aws_lambda_permission', `${id}-rotator`)
    expect(principal).toBe('secretsmanager.amazonaws.com')
    expect(source_arn).toContain(id)
  })
})

describe('an API key', () => {
  const name = 'payments-api-key'

  it('is a SecureString, and its value is in no plan and no state', () => {
    const parameter = dev.one('aws_ssm_parameter', name)
    expect(parameter).toMatchObject({ type: 'SecureString', name: parameterName(cloudcafe, name) })
    expect(parameter.key_id).toContain('data-key')
    expect([parameter.value, parameter.insecure_value]).toEqual([undefined, undefined])
    expect(parameter.value_wo).toContain('var.payments_api_key')
    expect(dev.stack('security').variable.payments_api_key).toMatchObject({
      sensitive: true,
      ephemeral: true,
    })
  })

  it('is read by whoever uses it, and by nobody else', () => {
    const readers = Object.keys(dev.of('aws_iam_role_policy')).filter((it) =>
      JSON.stringify(dev.one('aws_iam_role_policy', it)).includes('ssm:GetParameter'),
    )
    expect(readers).toEqual(['payment-processor-policy'])
    expect(allowed('payment-processor', parameterArn(cloudcafe, name))).toEqual(['ssm:GetParameter'])
  })
})

describe('keys and the audit', () => {
  it('renews every key, and gives production a month to change its mind', () => {
    const windows = (synth: typeof dev) =>
      Object.values(synth.of('aws_kms_key')).map((it) => it.deletion_window_in_days)
    expect(Object.values(dev.of('aws_kms_key')).every((it) => it.enable_key_rotation)).toBe(true)
    expect(new Set(windows(dev))).toEqual(new Set([7]))
    expect(new Set(windows(prod))).toEqual(new Set([30]))
  })

  it('has what the model asks for: flow logs, CloudTrail, Config', () => {
    expect(dev.one('aws_flow_log', 'flow-log').traffic_type).toBe('ALL')
    const trail = dev.one('aws_cloudtrail', 'trail')
    expect(trail).toMatchObject({ is_multi_region_trail: true, enable_log_file_validation: true })
    expect(dev.one('aws_config_configuration_recorder_status', 'recorder-on').is_enabled).toBe(true)
  })

  it('leaves out what the model does not ask for', () => {
    const operations = { ...cloudcafe.operations, audit: ['cloudtrail'] as const }
    const less = synthesised({}, { ...cloudcafe, operations })
    expect(less.of('aws_flow_log')).toEqual({})
    expect(less.of('aws_config_configuration_recorder')).toEqual({})
    expect(Object.keys(less.of('aws_cloudtrail'))).toEqual(['trail'])
  })

  it.each([
    ['dev', 7],
    ['prod', 30],
  ] as const)('keeps logs in %s for %i days', (profile, days) => {
    const groups = Object.values((profile === 'dev' ? dev : prod).of('aws_cloudwatch_log_group'))
    expect(new Set(groups.map((it) => it.retention_in_days))).toEqual(new Set([days]))
  })
})

it('where AWS Config records already, there are our rules and no second recorder', () => {
  const shared = synthesised({ CAFE_CONFIG_RECORDER: 'account' })
  const rules = (it: typeof dev) => Object.keys(it.of('aws_config_config_rule'))
  expect(rules(shared)).toEqual(rules(dev))
  expect(shared.types().filter((type) => type.startsWith('aws_config'))).toEqual(['aws_config_config_rule'])
})

describe('web ACLs', () => {
  it('block an address that asks faster than twice the highest load of the model', () => {
    const highest = 20 * cloudcafe.journeys['order-coffee'].steps.length * 300
    for (const id of ['regional-firewall', 'cdn-firewall']) {
      const rate = dev.one('aws_wafv2_web_acl', id).rule.find((it: Block) => it.name === 'rate')
      expect(rate.action).toEqual({ block: {} })
      const { limit, scope_down_statement: counted } = rate.statement.rate_based_statement
      expect(limit).toBe(2 * highest)
      const { field_to_match, search_string } = counted.not_statement.statement[0].byte_match_statement
      expect(search_string).toMatch(/^\$\{element\(split\("\/", aws_kms_key\.\S+\.arn\), 1\)\}$/)
      expect(field_to_match.single_header.name).toBe('x-cafe-hop')
    }
  })

  it('stand where CloudFront looks for its own, wherever the rest is', () => {
    const abroad = synthesised({ AWS_REGION: 'eu-central-1' })
    expect(abroad.one('aws_wafv2_web_acl', 'cdn-firewall')).toMatchObject({
      scope: 'CLOUDFRONT',
      region: 'us-east-1',
    })
    expect(abroad.one('aws_wafv2_web_acl', 'regional-firewall').region).toBeUndefined()
  })
})
