import type { System, Workload } from '../model/kinds.ts'
import { arn, bucketName, FAULT_AGENT, managedInstanceRoleArn, repositoryName } from '../model/names.ts'
import { isCalledInVpc } from '../model/resource-traits.ts'
import type { Grant } from './grant.ts'

type Runtime = Exclude<Workload['on'], 'outside'>
type Rows = (system: System, workload: string, it: Workload) => readonly Grant[]

/** Rights that no `use` names: what a runtime, its agents and its fault injection do in a workload's name. */
const ROWS: Readonly<Record<Runtime, Rows>> = {
  lambda: (system, _workload, it) => [
    ...faultLayer(system),
    writeLogs(system, it.logGroup, 'the runtime writes what the function prints'),
    ...(inVpc(system, it) ? [INTERFACES] : []),
  ],
  ecs: (system) => faultAgent(system),
  eks: () => [],
  asg: (system, workload, it) => instance(system, workload, it),
  ec2: (system, workload, it) => instance(system, workload, it),
}

/** Rights of a workload's runtime, each with its reason. */
export const runtimeGrants = (system: System, workload: string, it: Workload): readonly Grant[] =>
  it.on === 'outside' ? [] : ROWS[it.on](system, workload, it)

/** Folder of the artifact bucket where FIS tells functions of their faults. */
export const FAULT_FOLDER = 'fis/'

/** What FIS's layer does in a function. https://docs.aws.amazon.com/fis/latest/userguide/use-lambda-actions.html */
function faultLayer(system: System): readonly Grant[] {
  const bucket = `arn:aws:s3:::${bucketName(system, 'artifacts')}`
  return [
    {
      actions: ['s3:GetObject'],
      resources: [`${bucket}/${FAULT_FOLDER}*`],
      because: 'the layer of FIS reads which faults the function is to have',
    },
    {
      actions: ['s3:ListBucket'],
      resources: [bucket],
      conditions: { StringLike: { 's3:prefix': [`${FAULT_FOLDER}*`] } },
      because: 'the layer of FIS looks for faults of the function',
    },
  ]
}

/** True for a workload that calls something by its address in the VPC. */
export const inVpc = ({ resources }: System, it: Workload): boolean =>
  it.uses.some(({ id }) => resources[id] && isCalledInVpc(resources[id].kind))

/** A log group that something writes to, and why. */
export const writeLogs = (system: System, group: string, because: string): Grant => ({
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  resources: [arn(system, 'logs', `log-group:${group}:*`)],
  because,
})

/** What a function in the VPC does. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export const INTERFACES: Grant = {
  actions: [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ],
  resources: ['*'],
  because: 'Lambda makes its network interfaces in the VPC with the role; it accepts no narrower resource',
}

/** What the sidecar of FIS's task faults does. https://docs.aws.amazon.com/fis/latest/userguide/ecs-task-actions.html */
function faultAgent(system: System): readonly Grant[] {
  const managed = managedInstanceRoleArn(system)
  return [
    {
      actions: ['ssm:CreateActivation', 'ssm:AddTagsToResource'],
      resources: ['*'],
      because:
        'the SSM agent beside the task registers it for fault injection; an activation has no ARN before it is made',
    },
    {
      actions: ['iam:PassRole'],
      resources: [managed],
      conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
      because: 'the activation is made with the role of managed instances',
    },
  ]
}

function instance(system: System, workload: string, it: Workload): readonly Grant[] {
  const namespaces = ['CWAgent', ...new Set(it.metrics.map((metric) => metric.namespace))]
  return [
    {
      ...writeLogs(system, it.logGroup, 'the CloudWatch agent sends the journal'),
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
    },
    {
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': namespaces } },
      because:
        'the CloudWatch agent sends metrics; the API takes no resource, the condition keeps the namespace',
    },
    {
      actions: ['ec2:DescribeTags'],
      resources: ['*'],
      because:
        'the CloudWatch agent reads the name of its Auto Scaling group, a dimension of its metrics; the API takes no resource',
    },
    {
      actions: ['s3:GetObject'],
      resources: [`arn:aws:s3:::${bucketName(system, 'artifacts')}/${workload}/*`],
      because: 'an instance fetches what it runs when it starts',
    },
    ...(it.uses.some((use) => system.resources[use.id]?.kind === 'redshift') ? [WAREHOUSE_CPU] : []),
  ]
}

const WAREHOUSE_CPU: Grant = {
  actions: ['cloudwatch:GetMetricData'],
  resources: ['*'],
  because: 'the query storm reads the CPU of the warehouse; the API takes no resource',
}

/** Rights with which ECS itself starts a task: its image and its log stream. */
export const executionGrants = (system: System, workload: string, it: Workload): readonly Grant[] => [
  ...pullImage(system, workload, ...(it.on === 'ecs' ? [FAULT_AGENT] : [])),
  writeLogs(system, it.logGroup, 'ECS sends what the task prints'),
]

/** Rights to pull the images of these repositories. */
export const pullImage = (system: System, ...repositories: readonly string[]): readonly Grant[] => [
  {
    actions: ['ecr:GetAuthorizationToken'],
    resources: ['*'],
    because: 'the API takes no resource: it logs in to the registry of the account',
  },
  {
    actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
    resources: repositories.map((it) => arn(system, 'ecr', `repository/${repositoryName(system, it)}`)),
    because: 'ECS pulls the images',
  },
]
