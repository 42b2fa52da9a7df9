import type { Entry, Flow, Resource, Workload } from '../model/kinds.ts'
import { type Unsupported, unsupported } from '../model/projection.ts'

/** Every kind of the model that a projection has to answer for. */
export type Kind = Workload['on'] | Resource['kind'] | Entry['kind'] | `${Flow['kind']} flow`

/** What stands for a kind on one machine, or why nothing does; the compiler asks for a row when a kind is added. */
export const support: Readonly<Record<Kind, string | Unsupported>> = {
  ecs: 'one process per task, scheduled, scaled and replaced as ECS does',
  eks: 'one process per pod, with readiness, liveness and HPA',
  asg: 'one process per instance, with target tracking and replacement',
  ec2: 'one process, replaced as by an ASG of one',
  lambda: 'Lambda Runtime API: one process per execution environment',
  outside: 'one process with a durable ledger',
  aurora: 'PostgreSQL 18, writer and synchronous standby',
  dynamodb: 'MiniStack behind a write-ahead journal',
  documentdb: 'SecantusDB: MongoDB wire protocol on WiredTiger',
  elasticache: 'Valkey 9, LRU, no persistence',
  memorydb: 'Valkey 9, every write on disk, one replica',
  redshift: 'PostgreSQL 18 behind our Redshift Data API',
  kinesis: 'MiniStack behind a write-ahead journal',
  sqs: 'MiniStack behind a write-ahead journal',
  sns: 'MiniStack behind a write-ahead journal',
  secret: 'MiniStack; no rotation',
  parameter: 'MiniStack',
  cloudfront: unsupported('no edge locations here; a client goes to the ALB'),
  apigateway: unsupported('a client goes to the ALB; the hop is not played yet'),
  alb: 'HTTP proxy with path rules, health checks and draining',
  nlb: 'TCP forwarder to healthy instances',
  lattice: 'service names on forwarders to healthy copies',
  'queue flow': 'pollers by the rules of Lambda event sources, or the consumer itself',
  'stream flow': 'a poller per shard with a checkpoint, or the consumer itself',
  'topic flow': 'SNS subscriptions with filters in MiniStack',
}
