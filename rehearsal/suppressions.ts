/** A check of checkov that the stacks fail on purpose. */
export interface Suppression {
  readonly check: string
  /** Beginnings of the addresses that it is meant for; all where absent. */
  readonly of?: readonly string[]
  /** The only profile that it is meant for; all where absent. */
  readonly profile?: string
  readonly because: string
}

const ELSEWHERE = 'checkov reads one plan at a time, and what it misses stands in the plan of another stack'
const OUT_OF_SCOPE = 'the document does not ask for it, and it is billed by itself'

/** Every failure is explained by a row; a row that explains none is a finding. */
export const suppressions: readonly Suppression[] = [
  { check: 'CKV2_AWS_11', because: `${ELSEWHERE}: flow logs, in security` },
  { check: 'CKV2_AWS_5', because: `${ELSEWHERE}: what bears the groups` },
  {
    check: 'CKV2_AWS_57',
    because: `${ELSEWHERE}: the rotation, in data, beside the database that it logs in to`,
  },
  {
    check: 'CKV_AWS_71',
    because: 'it is logged to CloudWatch by a resource of its own, which the check does not know',
  },
  { check: 'CKV2_AWS_32', because: 'the services set their own security headers' },
  { check: 'CKV_AWS_305', because: 'the origin is an API: its root is no document' },
  { check: 'CKV_AWS_310', because: 'there is one region, so there is no second origin' },
  { check: 'CKV_AWS_374', because: 'the document limits no country' },
  { check: 'CKV_AWS_86', because: OUT_OF_SCOPE },
  { check: 'CKV_AWS_91', because: OUT_OF_SCOPE },
  { check: 'CKV_AWS_76', because: OUT_OF_SCOPE },
  { check: 'CKV2_AWS_4', because: 'the services log each request; the API would log it a second time' },
  { check: 'CKV_AWS_120', because: 'CloudFront caches before it, and orders must not be cached' },
  { check: 'CKV_AWS_225', because: 'CloudFront caches before it, and orders must not be cached' },
  { check: 'CKV2_AWS_51', because: 'customers have no certificates' },
  {
    check: 'CKV2_AWS_53',
    because: 'one proxy method for all routes: the services validate by their schemas',
  },
  { check: 'CKV_AWS_59', because: 'the shop is open to everyone; the web ACL limits what anyone may send' },
  { check: 'CKV2_AWS_47', because: 'the services are Node.js, in which there is no Log4j' },
  { check: 'CKV2_AWS_76', because: 'the services are Node.js, in which there is no Log4j' },
  { check: 'CKV2_AWS_77', because: 'the services are Node.js, in which there is no Log4j' },
  { check: 'CKV_AWS_260', because: 'port 80 redirects to HTTPS, and does nothing else' },
  {
    check: 'CKV_AWS_378',
    because: 'TLS ends at the balancer; from there to the copies the document has HTTP within its groups',
  },
  {
    check: 'CKV_AWS_38',
    because: 'the deployer’s machine is outside of the VPC, and IAM decides who gets in',
  },
  {
    check: 'CKV_AWS_39',
    because: 'the deployer’s machine is outside of the VPC, and IAM decides who gets in',
  },
  {
    check: 'CKV_AWS_336',
    of: ['aws_ecs_task_definition.order'],
    because: 'the SSM agent beside the task, through which FIS reaches it, writes to its own file system',
  },
  {
    check: 'CKV_AWS_116',
    because:
      'sources redrive to queues of their own, and Secrets Manager and the game day see that their call failed',
  },
  {
    check: 'CKV_AWS_117',
    because:
      'a function stands in the VPC only where it calls something there: see `inVpc` in stacks/iam-runtime.ts',
  },
  {
    check: 'CKV_AWS_272',
    because: 'archives come from the account’s own bucket under the hash of their content',
  },
  {
    check: 'CKV_AWS_50',
    of: ['aws_lambda_function.password-rotation', 'aws_lambda_function.gameday-query'],
    because: 'they are no part of a customer’s request',
  },
  { check: 'CKV_AWS_139', profile: 'dev', because: 'dev is made to be destroyed; prod has it' },
  { check: 'CKV_AWS_150', profile: 'dev', because: 'dev is made to be destroyed; prod has it' },
  { check: 'CKV2_AWS_8', because: 'Aurora keeps its own backups for seven days, as the document says' },
  {
    check: 'CKV2_AWS_27',
    because: 'a line for each query would cost more than the queries: Performance Insights samples them',
  },
  {
    check: 'CKV_AWS_118',
    because: 'Performance Insights and CloudWatch’s metrics are what the alarms and boards read',
  },
  {
    check: 'CKV_AWS_162',
    because: 'the workloads log in with passwords that change every 30 days, as the document says',
  },
  {
    check: 'CKV_AWS_28',
    of: ['aws_dynamodb_table.analytics-leases'],
    because: 'leases of a consumer are worth nothing a minute later',
  },
  { check: 'CKV_AWS_297', because: 'the schedule holds a cluster’s name' },
  { check: 'CKV_AWS_338', because: 'the document keeps logs for 7 days in dev and 30 in prod' },
  {
    check: 'CKV_AWS_158',
    of: ['aws_cloudwatch_log_group.cdn-firewall-logs', 'aws_cloudwatch_log_group.regional-firewall-logs'],
    because: 'lines on requests, without their bodies: CloudWatch’s own key is enough',
  },
  {
    check: 'CKV_AWS_252',
    because: 'nobody waits for a file of the trail: its events reach a log group, too',
  },
  {
    check: 'CKV_AWS_18',
    because: 'the document’s audit names no log of access, and nobody outside of the account is let in',
  },
  {
    check: 'CKV_AWS_144',
    because: 'archives can be built anew, and records of game days and audits stay where they were made',
  },
  {
    check: 'CKV_AWS_145',
    of: ['aws_s3_bucket.artifacts'],
    because: 'archives hold code and no secret: S3’s own key is enough',
  },
  {
    check: 'CKV2_AWS_61',
    of: ['aws_s3_bucket.artifacts'],
    because: 'an archive is needed for as long as one may roll back to it',
  },
  { check: 'CKV2_AWS_62', because: 'nothing waits for an object of theirs' },
  {
    check: 'CKV_AWS_290',
    because: 'some actions have no resource that could be named; each has its reason in the stacks',
  },
  {
    check: 'CKV_AWS_355',
    because: 'some actions have no resource that could be named; each has its reason in the stacks',
  },
]
