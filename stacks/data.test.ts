import { describe, expect, it } from 'vitest'
import type { Resource } from '../model/kinds.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { type Block, reference, synthesised } from './fixtures/synthesised.ts'

const dev = synthesised()
const prod = synthesised({ CAFE_STAGE: 'prod' })
const { resources } = cloudcafe
const parameters = (block: Block) =>
  Object.fromEntries(block.parameter.map((it: Block) => [it.name, it.value]))
const tables = Object.entries(resources as Record<string, Resource>).flatMap(([id, it]) =>
  it.kind === 'dynamodb' ? [[id, it] as const] : [],
)

describe('Aurora', () => {
  const cluster = dev.one('aws_rds_cluster', 'aurora')

  it('has a writer and the readers of the model, on Graviton', () => {
    const members = Object.keys(dev.of('aws_rds_cluster_instance'))
    expect(members).toEqual(['aurora-1', 'aurora-2'])
    expect(prod.one('aws_rds_cluster_instance', 'aurora-1').instance_class).toBe(
      resources.aurora.instanceClass,
    )
    expect(dev.one('aws_rds_cluster_instance', 'aurora-1').instance_class).toMatch(/^db\.[tr]\d+g\./)
  })

  it('is encrypted, backed up for the days of the model, and sends its log', () => {
    expect(cluster).toMatchObject({ storage_encrypted: true, backup_retention_period: 7, port: 5432 })
    expect(cluster.enabled_cloudwatch_logs_exports).toEqual(['postgresql'])
    expect(dev.one('aws_cloudwatch_log_group', 'aurora-logs').name).toBe(
      '/aws/rds/cluster/cloudcafe-aurora/postgresql',
    )
  })

  it('takes TLS 1.2 and nothing less, and as many connections as the alarm counts with', () => {
    expect(parameters(dev.one('aws_rds_cluster_parameter_group', 'aurora-parameters'))).toEqual({
      'rds.force_ssl': '1',
      ssl_min_protocol_version: 'TLSv1.2',
      max_connections: String(resources.aurora.maxConnections),
    })
  })

  it('has its password in a write-only argument', () => {
    expect(cluster.master_password).toBeUndefined()
    expect(cluster.master_password_wo).toContain('ephemeral.aws_secretsmanager_secret_version.aurora-secret')
  })

  it('has a copy in another region in production alone, encrypted and closed', () => {
    expect(Object.keys(dev.of('aws_rds_global_cluster'))).toEqual([])
    const copy = prod.one('aws_rds_cluster', 'aurora-replica')
    expect(copy).toMatchObject({ region: 'us-west-2', storage_encrypted: true, deletion_protection: true })
    expect(copy.global_cluster_identifier).toContain('aws_rds_global_cluster.aurora-global')
    expect(copy.master_username).toBeUndefined()
    const closed = reference('aws_security_group', 'aurora-replica-group')
    const rules = Object.values(prod.of('aws_vpc_security_group_ingress_rule'))
    expect(rules.filter((it) => it.security_group_id === closed)).toEqual([])
  })
})

describe('the logs of stores', () => {
  const retention = { dev: 7, prod: 30 }
  const stores = [
    ['aws_rds_cluster', 'aurora', '/aws/rds/cluster/cloudcafe-aurora/postgresql'],
    ['aws_docdb_cluster', 'documentdb', '/aws/docdb/cloudcafe-documentdb/audit'],
    ['aws_redshift_cluster', 'redshift', '/aws/redshift/cluster/cloudcafe-redshift/connectionlog'],
    ['aws_redshift_cluster', 'redshift', '/aws/redshift/cluster/cloudcafe-redshift/useractivitylog'],
    ['aws_redshift_cluster', 'redshift', '/aws/redshift/cluster/cloudcafe-redshift/userlog'],
  ] as const

  it.each(stores)('of %s %s are in a group that is there before and after it: %s', (type, name, group) => {
    for (const [profile, stacks] of Object.entries({ dev, prod })) {
      const [id, made] = Object.entries(stacks.of('aws_cloudwatch_log_group')).find(
        ([, it]) => it.name === group && !it.region,
      )!
      expect(made.retention_in_days).toBe(retention[profile as keyof typeof retention])
      expect(stacks.one(type, name).depends_on).toContain(`aws_cloudwatch_log_group.${id}`)
    }
  })

  it('of the copy of Aurora are kept in its region, under its key', () => {
    const made = prod.one('aws_cloudwatch_log_group', 'aurora-replica-logs')
    expect(made).toMatchObject({ region: 'us-west-2', retention_in_days: retention.prod })
    expect(made.kms_key_id).toContain('aurora-replica-key')
    expect(prod.one('aws_kms_key', 'aurora-replica-key').policy).toContain('logs.us-west-2.amazonaws.com')
    expect(prod.one('aws_rds_cluster', 'aurora-replica').depends_on).toEqual([
      'aws_rds_cluster_instance.aurora-1',
      'aws_rds_cluster_instance.aurora-2',
      'aws_cloudwatch_log_group.aurora-replica-logs',
    ])
  })
})

describe.each(tables)('table %s', (id, it_) => {
  const table = dev.one('aws_dynamodb_table', id)

  it('is billed by request, encrypted with our key, and keyed as the model says', () => {
    expect(table).toMatchObject({
      name: it_.table,
      billing_mode: 'PAY_PER_REQUEST',
      hash_key: it_.partitionKey,
    })
    expect(table.range_key).toBe(it_.sortKey)
    expect(table.server_side_encryption.kms_key_arn).toContain('data-key')
  })

  it('expires, streams and is backed up as the model says', () => {
    expect(table.ttl).toEqual(it_.ttl ? { attribute_name: it_.ttl.attribute, enabled: true } : undefined)
    expect(table.stream_view_type).toBe(it_.stream)
    expect(table.point_in_time_recovery).toEqual({ enabled: it_.pointInTimeRecovery })
  })

  it('declares each attribute of a key once', () => {
    const keys = [it_, ...(it_.indexes ?? [])].flatMap((key) => [
      key.partitionKey,
      ...(key.sortKey ? [key.sortKey] : []),
    ])
    expect(table.attribute.map((one: Block) => one.name).sort()).toEqual([...new Set(keys)].sort())
  })
})

describe('the other stores', () => {
  it('speak TLS alone', () => {
    expect(parameters(dev.one('aws_docdb_cluster_parameter_group', 'documentdb-parameters')).tls).toBe(
      'tls1.2+',
    )
    expect(dev.one('aws_elasticache_replication_group', 'elasticache').transit_encryption_enabled).toBe(true)
    expect(dev.one('aws_memorydb_cluster', 'memorydb').tls_enabled).toBe(true)
    expect(parameters(dev.one('aws_redshift_parameter_group', 'redshift-parameters')).require_ssl).toBe(
      'true',
    )
  })

  it('are encrypted with our key', () => {
    expect(dev.one('aws_docdb_cluster', 'documentdb').kms_key_id).toContain('data-key')
    expect(dev.one('aws_elasticache_replication_group', 'elasticache').kms_key_id).toContain('data-key')
    expect(dev.one('aws_memorydb_cluster', 'memorydb').kms_key_arn).toContain('data-key')
    expect(dev.one('aws_redshift_cluster', 'redshift').kms_key_id).toContain('data-key')
  })

  it('evict, shard and copy as the model says', () => {
    const cache = parameters(dev.one('aws_elasticache_parameter_group', 'elasticache-parameters'))
    expect(cache['maxmemory-policy']).toBe(resources.elasticache.evictionPolicy)
    const { num_shards, num_replicas_per_shard } = dev.one('aws_memorydb_cluster', 'memorydb')
    expect([num_shards, num_replicas_per_shard]).toEqual([
      resources.memorydb.shards,
      resources.memorydb.replicas,
    ])
    expect(dev.one('aws_elasticache_replication_group', 'elasticache').node_type).toBe('cache.t3.small')
  })

  it('stand in the database subnets', () => {
    const types = [
      'aws_db_subnet_group',
      'aws_docdb_subnet_group',
      'aws_elasticache_subnet_group',
      'aws_memorydb_subnet_group',
      'aws_redshift_subnet_group',
    ]
    for (const type of types)
      for (const { subnet_ids } of Object.values(dev.of(type)))
        expect(subnet_ids.every((id: string) => id.includes('subnetdatabase-'))).toBe(true)
  })
})

describe('Redshift', () => {
  it('is not public, keeps snapshots as the model says, and runs as many queries as it has slots', () => {
    const cluster = prod.one('aws_redshift_cluster', 'redshift')
    expect(cluster).toMatchObject({
      publicly_accessible: false,
      encrypted: 'true',
      number_of_nodes: resources.redshift.nodes,
    })
    expect(cluster.automated_snapshot_retention_period).toBe(resources.redshift.snapshotDays)
    const { wlm_json_configuration } = parameters(
      dev.one('aws_redshift_parameter_group', 'redshift-parameters'),
    )
    expect(JSON.parse(wlm_json_configuration)[0].query_concurrency).toBe(resources.redshift.wlmSlots)
  })

  it('sleeps in dev, and never longer than the stream keeps what it has not loaded', () => {
    expect(Object.keys(prod.of('aws_redshift_scheduled_action'))).toEqual([])
    const hour = (at: string) =>
      Number(
        dev
          .one('aws_redshift_scheduled_action', `redshift-${at}`)
          .schedule.match(/^cron\(0 (\d+) \* \* \? \*\)$/)[1],
      )
    const asleep = (hour('resume') - hour('pause') + 24) % 24
    expect(asleep).toBeGreaterThan(0)
    expect(asleep).toBeLessThan(resources['analytics-events'].retentionHours)
  })
})

describe('the weekly snapshot of Redshift', () => {
  const weekly = dev.one('aws_scheduler_schedule', 'redshift-weekly-snapshot')

  it('is taken by hand’s API, is kept longer than the automatic ones, and is the same in production', () => {
    const { ManualSnapshotRetentionPeriod, ClusterIdentifier } = JSON.parse(weekly.target.input)
    expect(weekly.target.arn).toMatch(/redshift:createClusterSnapshot$/)
    expect(ClusterIdentifier).toBe(dev.one('aws_redshift_cluster', 'redshift').cluster_identifier)
    expect(ManualSnapshotRetentionPeriod).toBeGreaterThan(resources.redshift.snapshotDays)
    expect(prod.one('aws_scheduler_schedule', 'redshift-weekly-snapshot')).toEqual(weekly)
  })

  it('is taken while the warehouse of dev is up', () => {
    const hour = Number(weekly.schedule_expression.match(/^cron\(0 (\d+) \? \* SUN \*\)$/)[1])
    const at = (action: string) =>
      Number(
        dev.one('aws_redshift_scheduled_action', `redshift-${action}`).schedule.match(/^cron\(0 (\d+) /)[1],
      )
    expect(hour).toBeGreaterThanOrEqual(at('resume') + 1)
    expect(hour).toBeLessThanOrEqual(at('pause') - 1)
  })
})

describe('production', () => {
  it.each([
    ['aws_rds_cluster', 'aurora', 'deletion_protection'],
    ['aws_docdb_cluster', 'documentdb', 'deletion_protection'],
    ['aws_dynamodb_table', 'active-orders', 'deletion_protection_enabled'],
  ])('protects %s %s from deletion; dev does not', (type, name, key) => {
    expect([prod.one(type, name)[key], dev.one(type, name)[key]]).toEqual([true, false])
  })

  it.each(['aws_rds_cluster', 'aws_docdb_cluster', 'aws_redshift_cluster'])(
    'leaves a snapshot of each %s',
    (type) => {
      for (const it of Object.values(prod.of(type))) expect(it.final_snapshot_identifier).toMatch(/-final$/)
      for (const it of Object.values(dev.of(type))) expect(it.skip_final_snapshot).toBe(true)
    },
  )
})
