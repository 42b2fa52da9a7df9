import { documentIds } from '../chaos/documents/index.ts'
import type { FisActionId } from '../model/fis.ts'
import type { System } from '../model/kinds.ts'
import {
  arn,
  bucketName,
  clusterName,
  documentName,
  documentRoleArn,
  eksClusterArn,
  entryName,
  functionName,
  nodeGroupArn,
} from '../model/names.ts'
import { FAULT_FOLDER } from './iam-runtime.ts'
import type { Statement } from './policy.ts'

type Rights = (system: System) => readonly Statement[]

/** Targets bear the model's tags: nothing without them can be hurt, even by a template that names it. */
const READY = { StringEquals: { 'aws:ResourceTag/ChaosReady': 'true' } }
const ofSystem = (system: System) => ({ StringEquals: { 'aws:ResourceTag/System': system.id } })

const tasks = (system: System): string => arn(system, 'ecs', `task/${clusterName(system)}/*`)
const instances = (system: System): string => arn(system, 'ec2', 'instance/*')

const findTasks: Rights = (system) => [
  { actions: ['ecs:DescribeTasks'], resources: [tasks(system)] },
  {
    actions: ['ecs:ListTasks'],
    resources: ['*'],
    conditions: { ArnEquals: { 'ecs:cluster': arn(system, 'ecs', `cluster/${clusterName(system)}`) } },
    because: 'tasks are listed by their cluster, which the condition names',
  },
  FIND,
]
const FIND: Statement = {
  actions: ['tag:GetResources'],
  resources: ['*'],
  because: 'FIS finds targets by tag over all services, for which there is no narrower right',
}
/** Describing on EC2 and RDS takes no narrower resource. */
const look = (...actions: readonly string[]): Statement => ({
  actions,
  resources: ['*'],
  because: 'FIS looks at its targets; the API takes no resource',
})

/** Faults inside a task are commands to the SSM agent beside it, by documents of FIS's own. */
const inTasks: Rights = (system) => [
  ...findTasks(system),
  {
    actions: ['ssm:SendCommand'],
    resources: [arn(system, 'ssm', 'managed-instance/*')],
    conditions: { StringLike: { 'ssm:resourceTag/ECS_TASK_ARN': tasks(system) } },
  },
  {
    actions: ['ssm:SendCommand'],
    resources: [`arn:aws:ssm:${system.region}::document/AWSFIS-Run-*`],
  },
  {
    actions: ['ssm:ListCommands', 'ssm:CancelCommand'],
    resources: ['*'],
    because: 'a command has no ARN: FIS follows and ends those that it sent',
  },
]

/** Of a fault that names where the traffic goes: FIS looks up zones and what tasks run on. */
const inTaskNetworks: Rights = (system) => [
  ...inTasks(system),
  look('ecs:DescribeContainerInstances', 'ec2:DescribeInstances', 'ec2:DescribeSubnets'),
]

/** What FIS does to pods it does as a user of Kubernetes: see `constructs/fault-account.ts`. */
const inPods: Rights = (system) => [
  { actions: ['eks:DescribeCluster'], resources: [eksClusterArn(system)] },
  look('ec2:DescribeSubnets'),
  FIND,
]

const onInstances =
  (...actions: readonly string[]): Rights =>
  (system) => [{ actions, resources: [instances(system)], conditions: READY }, look('ec2:DescribeInstances')]

/** Nodes bear their group's tags. */
const onNodes: Rights = (system) => [
  ...onInstances('ec2:TerminateInstances')(system),
  { actions: ['eks:DescribeNodegroup'], resources: [`${nodeGroupArn(system)}/*`] },
  FIND,
]

/** An instance with encrypted volumes starts only where its starter may hand the key to EC2. */
const startEncrypted: Rights = (system) => [
  {
    actions: ['kms:CreateGrant'],
    resources: [arn(system, 'kms', 'key/*')],
    conditions: {
      StringEquals: { 'kms:ViaService': `ec2.${system.region}.amazonaws.com` },
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    },
  },
]

/** FIS asks a function where its layer reads of faults, and writes there. https://docs.aws.amazon.com/fis/latest/userguide/use-lambda-actions.html */
const inFunctions: Rights = (system) => [
  {
    actions: ['lambda:GetFunction'],
    resources: [arn(system, 'lambda', `function:${functionName(system, '*')}`)],
    conditions: READY,
  },
  {
    actions: ['s3:PutObject', 's3:DeleteObject'],
    resources: [`arn:aws:s3:::${bucketName(system, 'artifacts')}/${FAULT_FOLDER}*`],
  },
  FIND,
]

/** FIS keeps a shift up minute by minute, so that it ends by itself when FIS does. */
const zonalShifts: Rights = (system) => [
  {
    actions: [
      'arc-zonal-shift:StartZonalShift',
      'arc-zonal-shift:UpdateZonalShift',
      'arc-zonal-shift:CancelZonalShift',
      'arc-zonal-shift:GetManagedResource',
    ],
    resources: ['app', 'net'].map((kind) =>
      arn(system, 'elasticloadbalancing', `loadbalancer/${kind}/${entryName(system, '*')}`),
    ),
  },
  look('arc-zonal-shift:ListManagedResources', 'autoscaling:DescribeTags'),
  FIND,
]

/** FIS puts a network ACL of its own, which bears its tag, in the place of a subnet's. */
const networkAcls: Rights = (system) => {
  const acls = arn(system, 'ec2', 'network-acl/*')
  const own = { StringEquals: { 'aws:ResourceTag/managedByFIS': 'true' } }
  const asked = { StringEquals: { 'aws:RequestTag/managedByFIS': 'true' } }
  return [
    { actions: ['ec2:CreateNetworkAcl'], resources: [acls], conditions: asked },
    { actions: ['ec2:CreateNetworkAcl'], resources: [arn(system, 'ec2', 'vpc/*')] },
    {
      actions: ['ec2:CreateTags'],
      resources: [acls],
      conditions: { StringEquals: { 'ec2:CreateAction': 'CreateNetworkAcl', ...asked.StringEquals } },
    },
    { actions: ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAcl'], resources: [acls], conditions: own },
    { actions: ['ec2:ReplaceNetworkAclAssociation'], resources: [arn(system, 'ec2', 'subnet/*'), acls] },
    look('ec2:DescribeNetworkAcls', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'),
    look('ec2:DescribeManagedPrefixLists', 'ec2:GetManagedPrefixListEntries'),
  ]
}

/** FIS runs a document in the document's own role; what the document does is no right of FIS's. */
const automation: Rights = (system) => [
  {
    actions: ['ssm:StartAutomationExecution'],
    resources: documentIds.map((id) =>
      arn(system, 'ssm', `automation-definition/${documentName(system, id)}:*`),
    ),
  },
  {
    actions: ['ssm:GetAutomationExecution', 'ssm:StopAutomationExecution'],
    resources: [arn(system, 'ssm', 'automation-execution/*')],
  },
  {
    actions: ['iam:PassRole'],
    resources: documentIds.map((id) => documentRoleArn(system, id)),
    conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
  },
]

/** What an action needs of FIS's role. https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html */
const RIGHTS: Readonly<Record<FisActionId, Rights>> = {
  'aws:ecs:stop-task': (system) => [
    ...findTasks(system),
    { actions: ['ecs:StopTask'], resources: [tasks(system)], conditions: READY },
  ],
  'aws:ecs:task-cpu-stress': inTasks,
  'aws:ecs:task-network-latency': inTaskNetworks,
  'aws:ecs:task-network-packet-loss': inTaskNetworks,
  'aws:ecs:task-network-blackhole-port': inTasks,
  'aws:eks:pod-delete': inPods,
  'aws:eks:pod-cpu-stress': inPods,
  'aws:eks:pod-network-latency': inPods,
  'aws:eks:pod-network-packet-loss': inPods,
  'aws:eks:pod-network-blackhole-port': inPods,
  'aws:eks:terminate-nodegroup-instances': onNodes,
  'aws:ec2:stop-instances': (system) => [
    ...onInstances('ec2:StopInstances', 'ec2:StartInstances')(system),
    ...startEncrypted(system),
  ],
  'aws:ec2:terminate-instances': onInstances('ec2:TerminateInstances'),
  'aws:rds:failover-db-cluster': (system) => [
    {
      actions: ['rds:FailoverDBCluster'],
      resources: [arn(system, 'rds', 'cluster:*')],
      conditions: ofSystem(system),
    },
    look('rds:DescribeDBClusters'),
    FIND,
  ],
  'aws:rds:reboot-db-instances': (system) => [
    {
      actions: ['rds:RebootDBInstance'],
      resources: [arn(system, 'rds', 'db:*')],
      conditions: ofSystem(system),
    },
    look('rds:DescribeDBInstances'),
    FIND,
  ],
  'aws:lambda:invocation-add-delay': inFunctions,
  'aws:lambda:invocation-error': inFunctions,
  'aws:lambda:invocation-http-integration-response': inFunctions,
  'aws:network:disrupt-connectivity': networkAcls,
  'aws:ssm:start-automation-execution': automation,
  'aws:arc:start-zonal-autoshift': zonalShifts,
  'aws:fis:wait': () => [],
}

/** Rights for these actions and no others, each statement once. */
export function faultRights(system: System, actions: Iterable<FisActionId>): readonly Statement[] {
  const all = [...new Set(actions)].sort().flatMap((action) => RIGHTS[action](system))
  return [...new Map(all.map((it) => [JSON.stringify(it), it])).values()]
}
