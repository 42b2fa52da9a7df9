import { rows } from './row.ts'

const fis = { in: ['local/aws/fis/actions'], test: 'local/aws/fis/experiments.test.ts' }
/** A fault without an action of FIS's own: a document of ours, and the experiment that runs it. */
const automated = (document: string, experiment: string) => ({
  in: [`chaos/documents/${document}.ts`, `chaos/experiments/cloudcafe/${experiment}.ts`],
  test: 'local/aws/fis/automation.test.ts',
})
/** A fault that no document puts in place yet, and what stands in its way. */
const lacking = (why: string) => ({ in: [], deviation: `not yet: ${why}` })
const next = (what: string) => ({ in: [], deviation: `not yet: ${what} comes with the whole set of faults` })
const report = { in: ['chaos/gameday'], test: 'test/gameday.test.ts' }

/** Failures and how the system recovers from them. */
export const failures = [
  ...rows(
    'Failures',
    [
      'ALB routing rule deletion',
      null,
      null,
      {
        ...automated('withdraw-rule', 'menu-rule-withdrawal'),
        deviation:
          'the rule is made to match nothing, which is the same to a caller: deleted, it would come back under an ARN that neither Terraform nor the next drill knows',
      },
    ],
    [
      'security group ingress revocation',
      null,
      null,
      lacking(
        'no API gives or takes the rules of security groups on this machine, and a document that changed nothing here would be none; on AWS a rule that is authorised again has another id, which Terraform takes for a lost one',
      ),
    ],
    [
      'NAT gateway failure',
      null,
      null,
      lacking(
        'route tables are not played on this machine: the way to the payment provider is a link, which no API of routes acts upon',
      ),
    ],
    ['ECS task termination (50 %)', null, null, fis],
    [
      'EKS node drain',
      null,
      null,
      {
        ...fis,
        deviation:
          'FIS has no drain: a node is terminated with all its pods at once, which is the harder case; on this machine a node is a zone',
      },
    ],
    ['EC2 instance termination', null, null, fis],
    ['Lambda throttling', null, null, automated('throttle-function', 'payment-throttle')],
    ['Aurora failover', null, null, fis],
    ['DynamoDB throttling', null, null, automated('throttle-table', 'orders-table-throttle')],
    ['DocumentDB connection exhaustion', null, null, next('connection exhaustion')],
    ['ElastiCache flush', null, null, automated('flush-cache', 'cache-flush')],
    ['MemoryDB restart', null, null, automated('fail-over-shard', 'memorydb-restart')],
    [
      'Redis eviction pressure',
      null,
      null,
      lacking(
        'it is one parameter among many of a parameter group, which documents cannot pick out by names and indexes to see it landed; the API here has no parameter groups',
      ),
    ],
  ),
  ...rows(
    'Recovery',
    ['ECS task kill: 60-90 s', 'recovery.ecs-task-kill.seconds.to', 90, report],
    ['RDS failover: 30-60 s', 'recovery.rds-failover.seconds.to', 60, report],
    [
      'cache flush: 5-10 minutes',
      'recovery.cache-flush.seconds.to',
      600,
      automated('flush-cache', 'cache-flush'),
    ],
    [
      'ALB rules: manual',
      'recovery.alb-rules-deleted.seconds',
      null,
      automated('withdraw-rule', 'menu-rule-withdrawal'),
    ],
    [
      'DynamoDB throttle: 2-5 minutes',
      'recovery.dynamodb-throttle.seconds.to',
      300,
      automated('throttle-table', 'orders-table-throttle'),
    ],
    ['Lambda cold start: gradual', 'recovery.lambda-cold-start.seconds', null, next('the cold-start drill')],
  ),
] as const
