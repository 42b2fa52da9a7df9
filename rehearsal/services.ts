/** The emulators that stand for AWS. */
export const emulators = ['ministack', 'moto'] as const
export type Emulator = (typeof emulators)[number]

/** Addresses of the emulators. */
export type Urls = Readonly<Record<Emulator, string>>

/** Services that MiniStack lacks, or has not as far as the stacks need them, by the provider's names. */
export const onMoto = {
  appautoscaling: { backend: 'applicationautoscaling', because: 'MiniStack does not have it' },
  cloudwatch: {
    backend: 'cloudwatch',
    because: "MiniStack's alarms forget metric math, extended statistics and how missing data counts",
  },
  fis: { backend: 'fis', because: 'MiniStack does not have it' },
  memorydb: { backend: 'memorydb', because: 'MiniStack does not have it' },
  redshift: { backend: 'redshift', because: 'MiniStack does not have it' },
  vpclattice: { backend: 'vpclattice', because: 'MiniStack does not have it' },
  wafv2: { backend: 'wafv2', because: "MiniStack's has no logging configuration" },
} as const

/** Services that MiniStack stands for, by the names that the provider gives them. */
export const onMiniStack = [
  'acm',
  'apigateway',
  'autoscaling',
  'budgets',
  'cloudfront',
  'cloudtrail',
  'configservice',
  'docdb',
  'dynamodb',
  'ec2',
  'ecr',
  'ecs',
  'eks',
  'elasticache',
  'elbv2',
  'events',
  'iam',
  'kinesis',
  'kms',
  'lambda',
  'logs',
  'rds',
  'route53',
  's3',
  'scheduler',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'sts',
] as const

/** Where the provider finds each service, given the emulators' addresses. */
export const endpoints = (urls: Urls): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(onMiniStack.map((service) => [service, urls.ministack])),
  ...Object.fromEntries(Object.keys(onMoto).map((service) => [service, urls.moto])),
})
