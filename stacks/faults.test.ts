import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { drillsOf } from '../chaos/systems.ts'
import { type FisActionId, fisActions } from '../model/fis.ts'
import {
  arn,
  bucketName,
  documentRoleArn,
  FAULT_AGENT,
  faultRoleArn,
  faultServiceAccount,
  functionArn,
  roleArn,
} from '../model/names.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { faultRights } from './fault-rights.ts'
import { type Decision, decisions } from './fixtures/decisions.ts'
import { rolePolicy } from './fixtures/policies.ts'
import { type Block, synthesised } from './fixtures/synthesised.ts'
import { functionsOf, longRunningOn } from './workloads.ts'

const { experiments } = drillsOf('cloudcafe')

const dev = synthesised()
const task = ['ecs:DescribeTasks', 'ssm:SendCommand', 'ssm:ListCommands', 'ssm:CancelCommand']
const network = [...task, 'ecs:DescribeContainerInstances', 'ec2:DescribeInstances', 'ec2:DescribeSubnets']
const pod = ['eks:DescribeCluster', 'ec2:DescribeSubnets', 'tag:GetResources']
const invocation = ['s3:PutObject', 's3:DeleteObject', 'lambda:GetFunction', 'tag:GetResources']

/** "Permissions" of each action at https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html */
const DOCUMENTED: Readonly<Record<FisActionId, readonly string[]>> = {
  'aws:ecs:stop-task': ['ecs:DescribeTasks', 'ecs:ListTasks', 'ecs:StopTask', 'tag:GetResources'],
  'aws:ecs:task-cpu-stress': task,
  'aws:ecs:task-network-latency': network,
  'aws:ecs:task-network-packet-loss': network,
  'aws:ecs:task-network-blackhole-port': task,
  'aws:eks:pod-delete': pod,
  'aws:eks:pod-cpu-stress': pod,
  'aws:eks:pod-network-latency': pod,
  'aws:eks:pod-network-packet-loss': pod,
  'aws:eks:pod-network-blackhole-port': pod,
  'aws:eks:terminate-nodegroup-instances': [
    'ec2:DescribeInstances',
    'ec2:TerminateInstances',
    'eks:DescribeNodegroup',
    'tag:GetResources',
  ],
  'aws:ec2:stop-instances': [
    'ec2:StopInstances',
    'ec2:StartInstances',
    'ec2:DescribeInstances',
    'kms:CreateGrant',
  ],
  'aws:ec2:terminate-instances': ['ec2:TerminateInstances', 'ec2:DescribeInstances'],
  'aws:rds:failover-db-cluster': ['rds:FailoverDBCluster', 'rds:DescribeDBClusters', 'tag:GetResources'],
  'aws:rds:reboot-db-instances': ['rds:RebootDBInstance', 'rds:DescribeDBInstances', 'tag:GetResources'],
  'aws:lambda:invocation-add-delay': invocation,
  'aws:lambda:invocation-error': invocation,
  'aws:lambda:invocation-http-integration-response': invocation,
  'aws:network:disrupt-connectivity': [
    'ec2:CreateNetworkAcl',
    'ec2:CreateNetworkAclEntry',
    'ec2:CreateTags',
    'ec2:DeleteNetworkAcl',
    'ec2:DescribeManagedPrefixLists',
    'ec2:DescribeNetworkAcls',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
    'ec2:GetManagedPrefixListEntries',
    'ec2:ReplaceNetworkAclAssociation',
  ],
  'aws:ssm:start-automation-execution': [
    'ssm:StartAutomationExecution',
    'ssm:GetAutomationExecution',
    'ssm:StopAutomationExecution',
    'iam:PassRole',
  ],
  'aws:arc:start-zonal-autoshift': [
    'arc-zonal-shift:StartZonalShift',
    'arc-zonal-shift:GetManagedResource',
    'arc-zonal-shift:UpdateZonalShift',
    'arc-zonal-shift:CancelZonalShift',
    'arc-zonal-shift:ListManagedResources',
    'autoscaling:DescribeTags',
    'tag:GetResources',
  ],
  'aws:fis:wait': [],
}

describe('the role of FIS', () => {
  it.each(Object.keys(fisActions) as FisActionId[])('may do what AWS asks of it for %s', (id) => {
    const allowed = faultRights(cloudcafe, [id]).flatMap(({ actions }) => actions)
    expect(DOCUMENTED[id].filter((right) => !allowed.includes(right))).toEqual([])
  })

  const ready = { 'aws:ResourceTag/ChaosReady': 'true' }
  const ofTask = (name: string) => ({
    'ssm:resourceTag/ECS_TASK_ARN': arn(cloudcafe, 'ecs', `task/${name}/1`),
  })
  const object = (key: string) => `arn:aws:s3:::${bucketName(cloudcafe, 'artifacts')}/${key}`
  const definition = (name: string) => arn(cloudcafe, 'ssm', `automation-definition/${name}:1`)
  const toSsm = { 'iam:PassedToService': 'ssm.amazonaws.com' }
  it.each<readonly [action: string, resource: string, context: Record<string, string>, Decision]>([
    ['ecs:StopTask', arn(cloudcafe, 'ecs', 'task/cloudcafe/1'), ready, 'Allow'],
    ['ecs:StopTask', arn(cloudcafe, 'ecs', 'task/cloudcafe/1'), {}, 'ImplicitDeny'],
    ['ecs:StopTask', arn(cloudcafe, 'ecs', 'task/others/1'), ready, 'ImplicitDeny'],
    ['ec2:StopInstances', arn(cloudcafe, 'ec2', 'instance/i-1'), ready, 'Allow'],
    ['ec2:StopInstances', arn(cloudcafe, 'ec2', 'instance/i-1'), {}, 'ImplicitDeny'],
    ['ssm:SendCommand', arn(cloudcafe, 'ssm', 'managed-instance/mi-1'), ofTask('cloudcafe'), 'Allow'],
    ['ssm:SendCommand', arn(cloudcafe, 'ssm', 'managed-instance/mi-1'), ofTask('others'), 'ImplicitDeny'],
    ['lambda:GetFunction', functionArn(cloudcafe, 'payment-processor'), ready, 'Allow'],
    ['lambda:GetFunction', functionArn(cloudcafe, 'gameday-query'), {}, 'ImplicitDeny'],
    ['s3:PutObject', object('fis/a'), {}, 'Allow'],
    ['s3:PutObject', object('payment-processor/a.zip'), {}, 'ImplicitDeny'],
    ['ssm:StartAutomationExecution', definition('cloudcafe-throttle-function'), {}, 'Allow'],
    ['ssm:StartAutomationExecution', definition('AWS-StopEC2Instance'), {}, 'ImplicitDeny'],
    ['iam:PassRole', documentRoleArn(cloudcafe, 'throttle-function'), toSsm, 'Allow'],
    ['iam:PassRole', documentRoleArn(cloudcafe, 'throttle-function'), {}, 'ImplicitDeny'],
    ['iam:PassRole', roleArn(cloudcafe, 'order'), toSsm, 'ImplicitDeny'],
  ])('%s on %s with %o: %s', async (action, resource, context, decision) => {
    const { region } = cloudcafe
    const principal = faultRoleArn(cloudcafe)
    const request = { policy: rolePolicy(dev, 'fis'), principal, region, action, resource, context }
    expect(await decisions([request])).toEqual([decision])
  })
})

it.each(experiments.map((one) => [one.id]))('experiment %s stops on an alarm that is there', (id) => {
  const alarms = [...Object.values(dev.of('aws_cloudwatch_metric_alarm'))].map((one) => one.alarm_name)
  const conditions: Block[] = dev.one('aws_fis_experiment_template', id).stop_condition
  expect(conditions.length).toBeGreaterThan(0)
  for (const { source, value } of conditions) {
    expect(source).toBe('aws:cloudwatch:alarm')
    expect(alarms).toContain(value.split(':alarm:')[1])
  }
})

/** https://docs.aws.amazon.com/fis/latest/userguide/ecs-task-actions.html */
describe.each(longRunningOn(cloudcafe, 'ecs'))('tasks of %s can be hurt from inside', (id) => {
  const definition = dev.one('aws_ecs_task_definition', `${id}-task`)
  const containers: Block[] = JSON.parse(definition.container_definitions)

  it('share their processes and let faults in', () => {
    const { pid_mode, enable_fault_injection, network_mode } = definition
    expect([pid_mode, enable_fault_injection, network_mode]).toEqual(['task', true, 'awsvpc'])
    // the agent of ECS Exec would be in the way of FIS's
    expect(dev.one('aws_ecs_service', `${id}-service`).enable_execute_command).toBeUndefined()
  })

  it('are told to take network faults by the endpoints of ECS: Fargate has no other way', () => {
    const actions: Block[] = Object.values(dev.of('aws_fis_experiment_template')).flatMap((one) => one.action)
    const network = actions.filter((one) => one.action_id.startsWith('aws:ecs:task-network-'))
    expect(network.length).toBeGreaterThan(0)
    for (const { parameter } of network)
      expect(parameter).toContainEqual({ key: 'useEcsFaultInjectionEndpoints', value: 'true' })
  })

  it('have an agent beside them, without which they live on, and which may write', () => {
    const agent = containers.find((one) => one.image.includes(`/${FAULT_AGENT}:`))!
    expect(agent.essential).toBe(false)
    expect(agent.readonlyRootFilesystem).toBeUndefined()
    const script = readFileSync(new URL('fault-agent/register.sh', import.meta.url), 'utf8')
    for (const tag of ['ECS_TASK_ARN', 'ECS_TASK_AVAILABILITY_ZONE', 'FAULT_INJECTION_SIDECAR'])
      expect(script).toContain(`Key=${tag},Value=`)
  })

  it('may register as managed instances, under a role that may take them off the list', () => {
    const own = rolePolicy(dev, id)
    for (const right of ['ssm:CreateActivation', 'ssm:AddTagsToResource', 'iam:PassRole'])
      expect(own).toContain(right)
    const managed = rolePolicy(dev, 'managed-instance')
    for (const right of ['ssm:DeleteActivation', 'ssm:DeregisterManagedInstance'])
      expect(managed).toContain(right)
    const attached = dev.one(
      'aws_iam_role_policy_attachment',
      'managed-instance-AmazonSSMManagedInstanceCore',
    )
    expect(attached.policy_arn).toBe('arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore')
  })
})

/** https://docs.aws.amazon.com/fis/latest/userguide/eks-pod-actions.html */
describe('pods can be hurt', () => {
  const name = faultServiceAccount(cloudcafe)

  it('by FIS as a user of the cluster, and by its pod under an account of the same rights', () => {
    expect(dev.one('aws_eks_cluster', 'cluster').access_config.authentication_mode).toBe('API')
    expect(dev.one('aws_eks_access_entry', 'cluster-entry').user_name).toBe(name)
    const { role_ref, subject } = dev.one('kubernetes_role_binding_v1', 'fault-binding')
    const role = dev.one('kubernetes_role_v1', 'fault-role')
    expect(role_ref.name).toBe(role.metadata.name)
    expect(subject.map((one: Block) => [one.kind, one.name])).toEqual([
      ['ServiceAccount', name],
      ['User', name],
    ])
    expect(role.rule.map((one: Block) => [one.resources.join(), one.verbs.join()])).toEqual([
      ['configmaps', 'get,create,patch,delete'],
      ['pods', 'create,list,get,delete,deletecollection'],
      ['pods/ephemeralcontainers', 'update'],
      ['pods/exec', 'create'],
      ['deployments', 'get'],
    ])
  })

  it.each(longRunningOn(cloudcafe, 'eks'))('%s lets FIS’s container run as root, and write', (id) => {
    const { spec } = dev.one('kubernetes_deployment_v1', `${id}-deployment`).spec.template
    expect(spec.security_context).toBeUndefined()
    for (const one of spec.container) expect(one.security_context.read_only_root_filesystem).toBe(false)
  })
})

it('nodes can be hurt: their group and they bear the tags that FIS looks for', () => {
  const [wanted]: Block[] = dev.one('aws_fis_experiment_template', 'eks-node-loss').target
  const tags = Object.fromEntries(wanted!.resource_tag.map((one: Block) => [one.key, one.value]))
  expect(tags).toMatchObject({ ChaosReady: 'true' })
  expect(dev.one('aws_eks_node_group', 'nodes').tags).toMatchObject(tags)
  const { tag_specifications } = dev.one('aws_launch_template', 'node-template')
  const ofInstances = tag_specifications.find((one: Block) => one.resource_type === 'instance')
  expect(ofInstances.tags).toMatchObject(tags)
})

/** https://docs.aws.amazon.com/fis/latest/userguide/use-lambda-actions.html */
describe.each(functionsOf(cloudcafe))('invocations of %s can be hurt', (id) => {
  const { layers, environment, tags } = dev.one('aws_lambda_function', id)

  it('by the layer of FIS, which stands before the runtime', () => {
    const layer = dev.stack('lambda').data.aws_ssm_parameter['fault-layer']
    expect(layer.name).toBe('/aws/service/fis/lambda-extension/AWS-FIS-extension-x86_64/1.x.x')
    expect(layers).toEqual([expect.stringContaining('data.aws_ssm_parameter.fault-layer')])
    expect(environment.variables.AWS_LAMBDA_EXEC_WRAPPER).toBe('/opt/aws-fis/bootstrap')
    expect(tags.ChaosReady).toBe('true')
  })

  it('by what FIS writes where the function reads', async () => {
    const folder = `arn:aws:s3:::${bucketName(cloudcafe, 'artifacts')}/fis/`
    expect(environment.variables.AWS_FIS_CONFIGURATION_LOCATION).toMatch(/artifacts-bucketarn\}\/fis\/$/)
    const { region } = cloudcafe
    const read = {
      policy: rolePolicy(dev, id),
      principal: faultRoleArn(cloudcafe),
      region,
      action: 's3:GetObject',
      resource: `${folder}any`,
      context: {},
    }
    const list = { ...read, action: 's3:ListBucket', resource: folder.replace('/fis/', '') }
    expect(await decisions([read, { ...list, context: { 's3:prefix': 'fis/any' } }, list])).toEqual([
      'Allow',
      'Allow',
      'ImplicitDeny',
    ])
  })
})

/** https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.resource-types.html */
it('balancers and the cluster let traffic be shifted out of a zone', () => {
  for (const balancer of Object.values(dev.of('aws_lb'))) expect(balancer.enable_zonal_shift).toBe(true)
  expect(dev.one('aws_eks_cluster', 'cluster').zonal_shift_config.enabled).toBe(true)
  const [wanted]: Block[] = dev.one('aws_fis_experiment_template', 'zone-evacuation').target
  const tags = Object.fromEntries(wanted!.resource_tag.map((one: Block) => [one.key, one.value]))
  const found = Object.entries(dev.of('aws_lb')).filter(([, { tags: own }]) =>
    Object.entries(tags).every(([key, value]) => own[key] === value),
  )
  expect(found.map(([id]) => id)).toEqual(['alb'])
})
