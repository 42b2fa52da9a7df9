import { describe, expect, it } from 'vitest'
import { documentIds } from '../chaos/documents/index.ts'
import { drillsOf } from '../chaos/systems.ts'
import type { Alarm, Entry, Flow, Resource, System, Workload } from '../model/kinds.ts'
import { type Projection, project } from '../model/projection.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { systems } from '../model/systems/index.ts'
import { endpointServices } from './endpoints.ts'
import { synthesised } from './fixtures/synthesised.ts'
import { profiles } from './profiles.ts'

type Blocks = readonly string[]
const none = (): Blocks => []

/** The blocks that each kind of the model becomes, as `type.name`. */
const WORKLOADS: Readonly<Record<Workload['on'], (id: string) => Blocks>> = {
  ecs: (id) => [`aws_ecs_service.${id}-service`, `aws_ecs_task_definition.${id}-task`],
  eks: (id) => [`kubernetes_deployment_v1.${id}-deployment`],
  asg: (id) => [`aws_autoscaling_group.${id}-group`],
  ec2: (id) => [`aws_autoscaling_group.${id}-group`],
  lambda: (id) => [`aws_lambda_function.${id}`],
  outside: none,
}
const RESOURCES: Projection<Resource, null, Blocks> = {
  aurora: (id) => [`aws_rds_cluster.${id}`],
  documentdb: (id) => [`aws_docdb_cluster.${id}`],
  elasticache: (id) => [`aws_elasticache_replication_group.${id}`],
  memorydb: (id) => [`aws_memorydb_cluster.${id}`],
  redshift: (id) => [`aws_redshift_cluster.${id}`],
  dynamodb: (id) => [`aws_dynamodb_table.${id}`],
  kinesis: (id) => [`aws_kinesis_stream.${id}`],
  sqs: (id) => [`aws_sqs_queue.${id}`],
  sns: (id) => [`aws_sns_topic.${id}`],
  secret: (id) => [`aws_secretsmanager_secret.${id}`],
  parameter: (id) => [`aws_ssm_parameter.${id}`],
}
const ENTRIES: Projection<Entry, null, Blocks> = {
  cloudfront: (id) => [`aws_cloudfront_distribution.${id}`],
  apigateway: (id) => [`aws_api_gateway_rest_api.${id}`],
  alb: (id, { routes }) => [
    `aws_lb.${id}`,
    ...routes.flatMap((it) => [
      `aws_lb_listener_rule.${id}-${it.to}`,
      `aws_lb_target_group.${it.targetGroup}`,
    ]),
  ],
  nlb: (id, it) => [`aws_lb.${id}`, `aws_lb_target_group.${it.targetGroup}`],
  lattice: (id, { services }) => [
    `aws_vpclattice_service_network.${id}`,
    ...services.map((it) => `aws_vpclattice_service.${id}-${it}`),
  ],
}
const FLOWS: Projection<Flow, System, Blocks> = {
  queue: (id, { to }, system) => mapping(id, system.workloads[to]),
  stream: (id, { to }, system) => mapping(id, system.workloads[to]),
  topic: (id) => [`aws_sns_topic_subscription.${id}`],
}
const ALARMS: Projection<Alarm, null, Blocks> = {
  metric: (id) => [`aws_cloudwatch_metric_alarm.${id}`],
  composite: (id) => [`aws_cloudwatch_composite_alarm.${id}`],
}

/** Lambda polls for its functions; services and workers poll themselves. */
const mapping = (id: string, to: Workload | undefined): Blocks =>
  to?.kind === 'function' ? [`aws_lambda_event_source_mapping.${id}`] : []

const all = <It>(record: Readonly<Record<string, It>>, of: (id: string, it: It) => Blocks): Blocks =>
  Object.entries(record).flatMap(([id, it]) => of(id, it))

const wantedOf = (system: System): Blocks => [
  ...all(system.workloads, (id, it) => WORKLOADS[it.on](id)),
  ...all(system.resources, (id, it) => project(RESOURCES, id, it, null)),
  ...all(system.entries, (id, it) => project(ENTRIES, id, it, null)),
  ...all(system.flows, (id, it) => project(FLOWS, id, it, system)),
  ...all(system.alarms, (id, it) => project(ALARMS, id, it, null)),
  ...drillsOf(system.id).experiments.map((it) => `aws_fis_experiment_template.${it.id}`),
  ...documentIds.map((id) => `aws_ssm_document.${id}-document`),
]

/** Blocks of these types that are no member of the model: what each is for. */
const BESIDE: Readonly<Record<string, string>> = {
  'aws_lambda_function.password-rotation': 'secrets of the model rotate: the function that changes them',
  'aws_lambda_function.gameday-query':
    'a game day counts orders in Aurora, which no address outside the VPC reaches',
  'aws_ecs_task_definition.load-generator': 'load comes from where the system is',
  'aws_sns_topic_subscription.alerts-email': 'who deploys names the address that is told',
  'aws_sns_topic.alerts': 'alarms and budgets of the model tell people',
  'kubernetes_deployment_v1.autoscaler': 'pods scale by the model, and nodes with them',
  'aws_rds_cluster.aurora-replica': 'the copy of Aurora in another region, in production',
}

/** What every other block follows from: the beginning of its name, or all of it. */
const FOUNDATIONS: readonly (readonly [block: RegExp, why: string])[] = [
  [/^aws_(vpc|internet_gateway|default_security_group)\./, 'one VPC, with a way in and nothing by default'],
  [
    /^aws_(subnet|route|route_table|route_table_association)\.(public|private|database)-/,
    'tiers of the model in its zones',
  ],
  [/^aws_(eip|nat_gateway)\.nat-[a-z]/, 'operations.natGateways'],
  [
    /^aws_(ecs_cluster|ecs_cluster_capacity_providers|eks_cluster)\.(cluster|capacity)$/,
    'workloads on ecs and eks stand in a cluster',
  ],
  [
    /^aws_(eks_addon|eks_node_group|eks_pod_identity_association|eks_access_entry|launch_template)\.(?!loyalty|analytics)/,
    'what pods run on',
  ],
  [
    /^aws_iam_role(_policy(_attachment)?)?\.(fis|password-rotation|redshift-snapshots|ecs-lattice|managed-instance|autoscaler|cluster|insights|nodes|config|flow-logs|trail|gameday-query|load-generator)-/,
    'a role for each thing of the platform that acts',
  ],
  [
    new RegExp(`^aws_iam_role(_policy)?\\.(${documentIds.join('|')})-`),
    'a role for each document of SSM, which acts in it',
  ],
  [/^aws_(kms_key|kms_alias)\.(data|messages|logs)-/, 'operations.encryptedAtRest'],
  [/^aws_(cloudtrail|config_\w+|flow_log)\./, 'operations.audit'],
  [/^aws_budgets_budget\./, 'operations.dailyBudget and monthlyEstimate'],
  [/^aws_s3_bucket(_\w+)?\.(artifacts|audit|gamedays)-/, 'releases, the audit, the records of game days'],
  [/^aws_wafv2_\w+\.(cdn|regional|alb|api)-/, 'entries that are public stand behind a web ACL'],
  [
    /^aws_cloudwatch_log_group\.(fis|flow|trail|cdn-firewall|regional-firewall|pods-\d|insights|password-rotation|gameday-query|load-generator)-?/,
    'logs of what is made',
  ],
  [/^aws_cloudwatch_dashboard\./, 'the alarms of the model on one page, and what it is made of on another'],
  [/^aws_sns_topic_policy\.alerts-/, 'who may write to the topic of alarms'],
  [
    /^aws_(ecr_\w+|security_group|vpc_security_group_egress_rule)\.load-generator-/,
    'load comes from where the system is: an image of k6, and the way out',
  ],
  [/^aws_ecr_\w+\.fault-agent-/, 'tasks have an agent beside them, by which they are hurt'],
  [
    /^kubernetes_\w+\.(namespace|autoscaler|fault|load)/,
    'the namespace of the pods, the autoscaler of nodes, the account of faults',
  ],
]

const idsOf = (system: System): readonly string[] => [
  ...Object.keys({
    ...system.workloads,
    ...system.resources,
    ...system.entries,
    ...system.securityGroups,
  }),
  ...endpointServices({ system, profile: profiles.prod }).map((it) => `${it.replace('.', '-')}-endpoint`),
  ...['dynamodb', 's3'].map((it) => `${it}-endpoint`),
  ...Object.values(system.entries).flatMap((it) => ('targetGroup' in it ? [it.targetGroup] : [])),
]
const cases = Object.values(systems).flatMap((system) =>
  Object.keys(profiles).map((profile) => [system.id, profile, system] as const),
)

describe.each(cases)('the Terraform of %s in %s', (_id, CAFE_STAGE, system) => {
  const wanted = wantedOf(system)
  const ids = idsOf(system)
  const ofMember = (name: string): boolean => ids.some((id) => name === id || name.startsWith(`${id}-`))
  const synth = synthesised({ CAFE_STAGE }, system)
  const blocks = synth.types().flatMap((type) => Object.keys(synth.of(type)).map((name) => `${type}.${name}`))

  it('has every workload, resource, entry, route, flow, alarm and experiment of the model', () => {
    expect(wanted.filter((it) => !blocks.includes(it))).toEqual([])
  })

  it('has no more of their kinds than the model, but for what has a reason', () => {
    const types = new Set(wanted.map((it) => it.split('.')[0]))
    const more = blocks.filter((it) => types.has(it.split('.')[0]) && !wanted.includes(it))
    expect(more.filter((it) => !BESIDE[it])).toEqual([])
  })

  it('has nothing that no member of the model, nor a foundation of it, explains', () => {
    const unexplained = blocks.filter(
      (it) =>
        !wanted.includes(it) &&
        !BESIDE[it] &&
        !ofMember(it.slice(it.indexOf('.') + 1)) &&
        !FOUNDATIONS.some(([block]) => block.test(it)),
    )
    expect(unexplained).toEqual([])
  })

  it.runIf(system === cloudcafe)('has every foundation', () => {
    expect(FOUNDATIONS.filter(([block]) => !blocks.some((it) => block.test(it)))).toEqual([])
  })
})
