import { priced } from './price.ts'
import { sources } from './sources.ts'

/** On-demand prices of what the stacks make, Linux and without free tiers; a node's price stands under its type. */
export const prices = {
  ...priced('fargate', {
    'Fargate vCPU': [0.04048, 'vCPU-hour', sources.fargate],
    'Fargate memory': [0.004445, 'GB-hour', sources.fargate],
  }),
  ...priced('eks', { 'EKS cluster': [0.1, 'hour', sources.eks] }),
  ...priced('ec2/on-demand', {
    'EC2 t3.medium': [0.0416, 'hour', sources.instance],
    'EC2 t3.large': [0.0832, 'hour', sources.instance],
  }),
  ...priced('ebs', { 'gp3 volume': [0.08, 'GB-month', sources.volume] }),
  ...priced('lambda', {
    'Lambda requests': [0.2, 'million', sources.function],
    'Lambda time': [0.0000166667, 'GB-second', sources.function],
  }),
  ...priced('rds/aurora', {
    'Aurora db.t4g.medium': [0.073, 'hour', sources.auroraInstances],
    'Aurora db.r6g.large': [0.26, 'hour', sources.auroraInstances],
    'Aurora storage': [0.1, 'GB-month', sources.aurora],
    'Aurora I/O': [0.2, 'million', sources.aurora],
    'Aurora replicated writes': [0.2, 'million'],
  }),
  ...priced('documentdb', {
    'DocumentDB db.t4g.medium': [0.07566, 'hour', sources.documentdbInstances],
    'DocumentDB db.r6g.large': [0.26315, 'hour', sources.documentdbInstances],
    'DocumentDB storage': [0.1, 'GB-month', sources.documentdb],
    'DocumentDB I/O': [0.2, 'million', sources.documentdb],
  }),
  ...priced('elasticache', {
    'ElastiCache cache.t3.small': [0.0272, 'hour', sources.elasticacheNodes],
    'ElastiCache cache.r7g.large': [0.1752, 'hour', sources.elasticacheNodes],
  }),
  ...priced('memorydb', {
    'MemoryDB db.t4g.small': [0.0308, 'hour'],
    'MemoryDB db.r7g.large': [0.2289, 'hour'],
  }),
  ...priced('redshift', {
    'Redshift ra3.large': [0.543, 'hour', sources.redshiftNodes],
    'Redshift storage': [0.024, 'GB-month', sources.redshift],
  }),
  ...priced('dynamodb', {
    'DynamoDB writes': [0.625, 'million', sources.table],
    'DynamoDB reads': [0.125, 'million', sources.table],
    'DynamoDB storage': [0.25, 'GB-month', sources.table],
    'DynamoDB recovery': [0.2, 'GB-month', sources.table],
  }),
  ...priced('kinesis/data-streams', {
    'Kinesis shard': [0.015, 'hour', sources.stream],
    'Kinesis puts': [0.014, 'million', sources.stream],
  }),
  ...priced('sqs', {
    'SQS requests': [0.4, 'million', sources.queue],
    'SQS FIFO requests': [0.5, 'million', sources.queue],
  }),
  ...priced('sns', { 'SNS publishes': [0.5, 'million', sources.topic] }),
  ...priced('secrets-manager', { secret: [0.4, 'month', sources.secret] }),
  ...priced('kms', { key: [1, 'month', sources.key] }),
  ...priced('s3', { 'S3 storage': [0.023, 'GB-month', sources.bucket] }),
  ...priced('ecr', { 'ECR storage': [0.1, 'GB-month', sources.repository] }),
  ...priced('vpc', {
    'NAT gateway': [0.045, 'hour', sources.network],
    'NAT traffic': [0.045, 'GB', sources.network],
    'public IPv4 address': [0.005, 'hour', sources.address],
  }),
  ...priced('privatelink', {
    'interface endpoint': [0.01, 'hour', sources.network],
    'endpoint traffic': [0.01, 'GB', sources.network],
  }),
  ...priced('elasticloadbalancing', {
    'load balancer': [0.0225, 'hour', sources.balancer],
    'ALB capacity unit': [0.008, 'hour', sources.balancer],
    'NLB capacity unit': [0.006, 'hour', sources.balancer],
  }),
  ...priced('vpc/lattice', {
    'Lattice service': [0.025, 'hour', sources.lattice],
    'Lattice traffic': [0.025, 'GB', sources.lattice],
  }),
  ...priced('api-gateway', { 'API Gateway requests': [3.5, 'million', sources.api] }),
  ...priced('cloudfront', {
    'CloudFront requests': [1, 'million', sources.cdn],
    'CloudFront traffic': [0.085, 'GB', sources.cdn],
  }),
  ...priced('waf', {
    'web ACL': [5, 'month', sources.firewall],
    'web ACL rule': [1, 'month', sources.firewall],
    'web ACL requests': [0.6, 'million', sources.firewall],
  }),
  ...priced('cloudwatch', {
    'alarm metric': [0.1, 'month', sources.alarm],
    'composite alarm': [0.5, 'month', sources.composite],
    dashboard: [3, 'month', sources.dashboard],
    'custom metric': [0.3, 'month', sources.metric],
    'log lines': [0.5, 'GB', sources.logs],
  }),
  ...priced('config', {
    'configuration item': [0.003, 'item', sources.recorder],
    'rule evaluation': [0.001, 'evaluation', sources.rule],
  }),
  ...priced('fis', { 'action minute': [0.1, 'minute', sources.fis] }),
} as const

export type PriceId = keyof typeof prices
