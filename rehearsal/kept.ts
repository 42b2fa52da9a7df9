/** What stays in a store after a destruction and is no resource, or is one that AWS keeps, too. */
export interface Kept {
  readonly store: string
  /** The only key that it is meant for; all where absent. */
  readonly key?: string
  /** The only state that it is meant for; all where absent. */
  readonly state?: string
  readonly because: string
}

const TOO = 'for a while, on AWS, too'
const LABELS = 'labels of what is gone: MiniStack does not clear them'

export const kept: readonly Kept[] = [
  {
    store: 'ministack/kms._keys',
    state: 'PendingDeletion',
    because: 'a key waits for its days before it ends, on AWS, too',
  },
  {
    store: 'ministack/secretsmanager._secrets',
    state: 'deleted',
    because: 'a secret of production waits for its days before it ends, on AWS, too',
  },
  {
    store: 'ministack/ec2._nat_gateways',
    state: 'deleted',
    because: `a deleted gateway is told of ${TOO}`,
  },
  {
    store: 'ministack/ecs._services',
    state: 'INACTIVE',
    because: `a service that has ended is told of ${TOO}`,
  },
  { store: 'ministack/ecs._tasks', state: 'STOPPED', because: `a task that has ended is told of ${TOO}` },
  {
    store: 'ministack/ecs._task_defs',
    state: 'INACTIVE',
    because: 'a definition that is no longer active stays, on AWS, too',
  },
  {
    store: 'ministack/ecs._task_def_latest',
    because: 'the number of a family’s last definition is not given again, on AWS, too',
  },
  {
    store: 'ministack/dynamodb._closed_streams',
    because: 'a stream can be read for a day after its table has ended, on AWS, too',
  },
  {
    store: 'ministack/elasticache._events',
    because: 'events of what is gone are told for 14 days, on AWS, too',
  },
  {
    store: 'ministack/cloudwatch._alarm_history',
    because: 'the history of an alarm outlives it, on AWS, too',
  },
  {
    store: 'ministack/route53._changes',
    state: 'INSYNC',
    because: `a change of records that is done is told of ${TOO}`,
  },
  {
    store: 'ministack/scheduler._schedule_groups',
    key: 'default',
    because: 'every account has it, on AWS, too',
  },
  {
    store: 'ministack/iam._aws_managed_attachment_counts',
    state: '0',
    because: 'how often policies of AWS’s own are attached: not at all',
  },
  { store: 'ministack/ec2._tags', because: LABELS },
  { store: 'ministack/ecs._tags', because: LABELS },
  { store: 'ministack/cloudfront._tags', because: LABELS },
  { store: 'ministack/cloudtrail._trail_tags', because: LABELS },
]
