import { allMonth, type Bill, type CostPart, part, type Rates } from './part.ts'

/** What carries messages and requests, and what watches over it. */
export const other: Rates = {
  aws_kinesis_stream: (block, { assumed }) => [
    allMonth('Kinesis shard', block.shard_count),
    part('Kinesis puts', assumed('accepted') * assumed('changesOfEach')),
  ],
  aws_sqs_queue: (block, bill) => [
    part(block.fifo_queue ? 'SQS FIFO requests' : 'SQS requests', queued(bill)),
  ],
  aws_sns_topic: (_, { name, system, assumed }) => [
    // a topic for people tells of alarms, which are few
    part('SNS publishes', name in system.resources ? assumed('accepted') : 0),
  ],
  aws_secretsmanager_secret: () => [part('secret', 1)],
  aws_kms_key: () => [part('key', 1)],
  aws_s3_bucket: (_, { assumed }) => [part('S3 storage', assumed('archiveGb'))],
  aws_ecr_repository: (_, { assumed }) => [part('ECR storage', assumed('archiveGb'))],
  aws_nat_gateway: (_, bill) => [allMonth('NAT gateway'), part('NAT traffic', shareOfGateways(bill))],
  aws_eip: () => [allMonth('public IPv4 address')],
  aws_vpc_endpoint: (block, { assumed, terraform }) =>
    block.vpc_endpoint_type === 'Gateway'
      ? []
      : [
          allMonth('interface endpoint', block.subnet_ids.length),
          part('endpoint traffic', assumed('innerGb') / interfaces(terraform.of('aws_vpc_endpoint'))),
        ],
  aws_lb: (block, { assumed }) => [
    allMonth('load balancer'),
    block.load_balancer_type === 'network'
      ? allMonth('NLB capacity unit', assumed('capacityUnits'))
      : allMonth('ALB capacity unit', assumed('capacityUnits')),
    ...(block.internal ? [] : [allMonth('public IPv4 address', block.subnets.length)]),
  ],
  aws_vpclattice_service: (_, { assumed, terraform }) => [
    allMonth('Lattice service'),
    part('Lattice traffic', assumed('innerGb') / Object.keys(terraform.of('aws_vpclattice_service')).length),
  ],
  aws_api_gateway_rest_api: (_, { assumed }) => [part('API Gateway requests', assumed('requests'))],
  aws_cloudfront_distribution: (_, { assumed }) => [
    part('CloudFront requests', assumed('requests')),
    part('CloudFront traffic', assumed('webGb')),
  ],
  aws_wafv2_web_acl: (block, { assumed }) => [
    part('web ACL', 1),
    part('web ACL rule', block.rule.length),
    part('web ACL requests', assumed('requests')),
  ],
  aws_cloudwatch_metric_alarm: (block) => [
    part('alarm metric', block.metric_query?.filter((it: { metric?: object }) => it.metric).length ?? 1),
  ],
  aws_cloudwatch_composite_alarm: () => [part('composite alarm', 1)],
  aws_cloudwatch_dashboard: () => [part('dashboard', 1)],
  aws_cloudwatch_log_group: (block, { system, assumed }) => {
    // the metrics of a workload stand in its lines
    const writers = Object.values(system.workloads).filter((it) => it.logGroup === block.name)
    return [
      part('log lines', assumed('logGb')),
      part('custom metric', writers.flatMap((it) => it.metrics).length),
    ]
  },
  aws_config_configuration_recorder: (_, { assumed }) => [part('configuration item', assumed('configItems'))],
  aws_config_config_rule: (_, { assumed }) => [part('rule evaluation', assumed('ruleEvaluations'))],
  aws_fis_experiment_template: (block, { assumed }) => [
    part('action minute', block.action.length * assumed('faultMinutes')),
  ],
}

/** Million requests on a queue; one that takes dead letters sees few. */
function queued({ name, terraform, assumed }: Bill): CostPart['quantity'] {
  const requests = assumed('accepted') * assumed('requestsPerMessage')
  const takesDeadLetters = `${name}-sources` in terraform.of('aws_sqs_queue_redrive_allow_policy')
  return takesDeadLetters ? requests * assumed('deadLetters') : requests
}

const shareOfGateways = ({ terraform, assumed }: Bill): number =>
  assumed('innerGb') / Object.keys(terraform.of('aws_nat_gateway')).length

const interfaces = (endpoints: Readonly<Record<string, { readonly vpc_endpoint_type?: string }>>): number =>
  Object.values(endpoints).filter((it) => it.vpc_endpoint_type !== 'Gateway').length
