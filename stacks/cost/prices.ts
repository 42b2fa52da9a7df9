import { priced } from './price.ts'

/** On-demand prices of what the stacks make, Linux and without free tiers; a node's price stands under its type. */
export const prices = {
  ...priced('fargate', {
    'Fargate vCPU': [0.04048, 'vCPU-hour', 'read'],
    'Fargate memory': [0.004445, 'GB-hour', 'read'],
  }),
  ...priced('eks', { 'EKS cluster': [0.1, 'hour'] }),
  ...priced('ec2/on-demand', { 'EC2 t3.large': [0.0832, 'hour'] }),
  ...priced('ebs', { 'gp3 volume': [0.08, 'GB-month'] }),
  ...priced('lambda', {
    'Lambda requests': [0.2, 'million'],
    'Lambda time': [0.0000166667, 'GB-second'],
  }),
  ...priced('rds/aurora', {
    'Aurora db.t4g.medium': [0.073, 'hour'],
    'Aurora db.r6g.large': [0.26, 'hour'],
    'Aurora storage': [0.1, 'GB-month'],
    'Aurora I/O': [0.2, 'million'],
    'Aurora replicated writes': [0.2, 'million'],
  }),
  ...priced('documentdb', {
    'DocumentDB db.t4g.medium': [0.0757, 'hour'],
    'DocumentDB db.r6g.large': [0.2626, 'hour'],
    'DocumentDB storage': [0.1, 'GB-month', 'read'],
    'DocumentDB I/O': [0.2, 'million', 'read'],
  }),
  ...priced('elasticache', {
    'ElastiCache cache.t3.small': [0.0272, 'hour'],
    'ElastiCache cache.r7g.large': [0.1752, 'hour'],
  }),
  ...priced('memorydb', {
    'MemoryDB db.t4g.small': [0.0308, 'hour'],
    'MemoryDB db.r7g.large': [0.2289, 'hour'],
  }),
  ...priced('redshift', {
    'Redshift ra3.large': [0.543, 'hour'],
    'Redshift storage': [0.024, 'GB-month'],
  }),
  ...priced('dynamodb', {
    'DynamoDB writes': [0.625, 'million'],
    'DynamoDB reads': [0.125, 'million'],
    'DynamoDB storage': [0.25, 'GB-month'],
    'DynamoDB recovery': [0.2, 'GB-month'],
  }),
  ...priced('kinesis/data-streams', {
    'Kinesis shard': [0.015, 'hour'],
    'Kinesis puts': [0.014, 'million'],
  }),
  ...priced('sqs', { 'SQS requests': [0.4, 'million'], 'SQS FIFO requests': [0.5, 'million'] }),
  ...priced('sns', { 'SNS publishes': [0.5, 'million'] }),
  ...priced('secrets-manager', { secret: [0.4, 'month'] }),
  ...priced('kms', { key: [1, 'month'] }),
  ...priced('s3', { 'S3 storage': [0.023, 'GB-month'] }),
  ...priced('ecr', { 'ECR storage': [0.1, 'GB-month'] }),
  ...priced('vpc', {
    'NAT gateway': [0.045, 'hour', 'read'],
    'NAT traffic': [0.045, 'GB', 'read'],
    'public IPv4 address': [0.005, 'hour'],
  }),
  ...priced('privatelink', { 'interface endpoint': [0.01, 'hour'], 'endpoint traffic': [0.01, 'GB'] }),
  ...priced('elasticloadbalancing', {
    'load balancer': [0.0225, 'hour'],
    'ALB capacity unit': [0.008, 'hour'],
    'NLB capacity unit': [0.006, 'hour'],
  }),
  ...priced('vpc/lattice', {
    'Lattice service': [0.025, 'hour', 'read'],
    'Lattice traffic': [0.025, 'GB', 'read'],
  }),
  ...priced('api-gateway', { 'API Gateway requests': [3.5, 'million'] }),
  ...priced('cloudfront', {
    'CloudFront requests': [1, 'million'],
    'CloudFront traffic': [0.085, 'GB'],
  }),
  ...priced('waf', {
    'web ACL': [5, 'month'],
    'web ACL rule': [1, 'month'],
    'web ACL requests': [0.6, 'million'],
  }),
  ...priced('cloudwatch', {
    'alarm metric': [0.1, 'month'],
    'composite alarm': [0.5, 'month'],
    dashboard: [3, 'month'],
    'custom metric': [0.3, 'month'],
    'log lines': [0.5, 'GB'],
  }),
  ...priced('config', { 'configuration item': [0.003, 'item'], 'rule evaluation': [0.001, 'evaluation'] }),
  ...priced('fis', { 'action minute': [0.1, 'minute'] }),
} as const

export type PriceId = keyof typeof prices
