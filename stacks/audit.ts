import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail/index.js'
import { ConfigConfigRule } from '@cdktf/provider-aws/lib/config-config-rule/index.js'
import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder/index.js'
import { ConfigConfigurationRecorderStatus } from '@cdktf/provider-aws/lib/config-configuration-recorder-status/index.js'
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel/index.js'
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log/index.js'
import type { Operations, Resource } from '../model/kinds.ts'
import { auditBucket, type Bucket } from './audit-bucket.ts'
import { logGroup } from './constructs/log-group.ts'
import type { Keys } from './keys.ts'
import { plainTrust } from './policy.ts'
import { type RoleOf, role } from './roles.ts'
import type { Stack } from './stack.ts'

type Kind = Operations['audit'][number]
interface AuditContext {
  readonly keys: Keys
  readonly vpcId: string
  readonly bucket: Bucket
}

/** What each kind of audit of the model is made of. */
const AUDITS: Readonly<Record<Kind, (stack: Stack, place: AuditContext) => void>> = {
  'vpc-flow-logs': flowLogs,
  cloudtrail: trail,
  config,
}

/** The audits that the model asks for, with the one bucket that they write to. */
export function audit(stack: Stack, keys: Keys, vpcId: string): void {
  const place = { keys, vpcId, bucket: auditBucket(stack, keys.logs) }
  for (const kind of stack.site.system.operations.audit) AUDITS[kind](stack, place)
}

/** A role with which an AWS service writes to one log group. */
function writerOf(stack: Stack, id: string, groupArn: string, by: Pick<RoleOf, 'service' | 'trust'>): string {
  const actions = ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams']
  return role(stack, id, { ...by, grants: [{ actions, resources: [`${groupArn}:*`] }] }).arn
}

function flowLogs(stack: Stack, { keys, vpcId }: AuditContext): void {
  const { arn: group } = logGroup(stack, 'flow', `/aws/vpc/${stack.site.system.id}/flow-logs`, keys.logs)
  new FlowLog(stack, 'flow-log', {
    vpcId,
    trafficType: 'ALL',
    maxAggregationInterval: 60,
    logDestinationType: 'cloud-watch-logs',
    logDestination: group,
    iamRoleArn: writerOf(stack, 'flow-logs', group, { service: 'vpc-flow-logs.amazonaws.com' }),
  })
}

function trail(stack: Stack, { keys, bucket }: AuditContext): void {
  const { system } = stack.site
  const service = 'cloudtrail.amazonaws.com'
  const { arn: group } = logGroup(stack, 'trail', `/aws/cloudtrail/${system.id}`, keys.logs)
  new Cloudtrail(stack, 'trail', {
    name: system.id,
    s3BucketName: bucket.bucket.id,
    kmsKeyId: keys.logs,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableLogFileValidation: true,
    cloudWatchLogsGroupArn: `${group}:*`,
    // CloudTrail is not known to name an account when it takes this role
    cloudWatchLogsRoleArn: writerOf(stack, 'trail', group, { service, trust: plainTrust(service) }),
    dependsOn: [bucket.policy],
  })
}

/** What Config holds a deployment to, by Config's own names. */
const RULES = {
  'flow-logs': 'VPC_FLOW_LOGS_ENABLED',
  trail: 'CLOUD_TRAIL_ENABLED',
  'database-encryption': 'RDS_STORAGE_ENCRYPTED',
  'database-zones': 'RDS_CLUSTER_MULTI_AZ_ENABLED',
  'table-recovery': 'DYNAMODB_PITR_ENABLED',
  'warehouse-tls': 'REDSHIFT_REQUIRE_TLS_SSL',
  'secret-rotation': 'SECRETSMANAGER_ROTATION_ENABLED_CHECK',
  'default-group': 'VPC_DEFAULT_SECURITY_GROUP_CLOSED',
} as const
type Rule = keyof typeof RULES

/** Rules of every deployment. */
const ALWAYS: readonly Rule[] = ['flow-logs', 'trail', 'default-group']
/** Rules of a deployment that has such a resource. */
const OF: { readonly [K in Resource['kind']]: readonly Rule[] } = {
  aurora: ['database-encryption', 'database-zones'],
  documentdb: ['database-encryption', 'database-zones'],
  dynamodb: ['table-recovery'],
  redshift: ['warehouse-tls'],
  secret: ['secret-rotation'],
  elasticache: [],
  memorydb: [],
  kinesis: [],
  sqs: [],
  sns: [],
  parameter: [],
}

/** The rules, on a recorder of our own or on the one that the account has: AWS allows one in a region. */
function config(stack: Stack, place: AuditContext): void {
  const { system, ownRecorder } = stack.site
  const dependsOn = ownRecorder ? [recorder(stack, place)] : []
  const wanted = new Set([...ALWAYS, ...Object.values(system.resources).flatMap(({ kind }) => OF[kind])])
  for (const [id, sourceIdentifier] of Object.entries(RULES)) {
    if (!wanted.has(id as Rule)) continue
    new ConfigConfigRule(stack, `rule-${id}`, {
      name: `${system.id}-${id}`,
      source: { owner: 'AWS', sourceIdentifier },
      dependsOn,
    })
  }
}

function recorder(stack: Stack, { keys, bucket }: AuditContext): ConfigConfigurationRecorderStatus {
  const { system } = stack.site
  const actor = role(stack, 'config', {
    service: 'config.amazonaws.com',
    grants: [
      // it puts each object with the access list that makes it the owner's of the bucket
      { actions: ['s3:PutObject', 's3:PutObjectAcl'], resources: [`${bucket.bucket.arn}/*`] },
      { actions: ['s3:GetBucketAcl'], resources: [bucket.bucket.arn] },
      { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keys.logs] },
    ],
    // AWS's own list of what a recorder reads, which grows with every service
    managed: ['service-role/AWS_ConfigRole'],
  })
  const made = new ConfigConfigurationRecorder(stack, 'recorder', {
    name: system.id,
    roleArn: actor.arn,
    recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
  })
  const channel = new ConfigDeliveryChannel(stack, 'recorder-channel', {
    name: system.id,
    s3BucketName: bucket.bucket.id,
    s3KmsKeyArn: keys.logs,
    dependsOn: [made, bucket.policy],
  })
  return new ConfigConfigurationRecorderStatus(stack, 'recorder-on', {
    name: made.name,
    isEnabled: true,
    dependsOn: [channel],
  })
}
