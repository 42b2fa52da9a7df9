import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster/index.js'
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition/index.js'
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster/index.js'
import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association/index.js'
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group/index.js'
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js'
import type { System } from '../../model/kinds.ts'
import { clusterName, imageUri, LOAD_GENERATOR, loadGeneratorName, namespace } from '../../model/names.ts'
import { ANYWHERE } from '../addresses.ts'
import type { ComputeContext } from '../compute-context.ts'
import type { Grant } from '../grant.ts'
import { pullImage, writeLogs } from '../iam-runtime.ts'
import { plainTrust } from '../policy.ts'
import { role } from '../roles.ts'
import type { Stack } from '../stack.ts'
import { longRunningOn } from '../workloads.ts'
import { logGroup } from './log-group.ts'

const [TASKS, PODS] = ['ecs-tasks.amazonaws.com', 'pods.eks.amazonaws.com']
/** Fargate's own sizes; one such generator sends a few thousand requests a second. */
const SIZE = { cpu: '2048', memory: '4096' } as const
/** The most that Fargate gives: k6 ends its visits, and the last of the record goes out. */
const STOP_SECONDS = 120

interface Place {
  /** Absent where the system has no pods: then its generators are none either. */
  readonly eks: EksCluster | undefined
  /** Bucket of the records. */
  readonly bucketArn: string
}

/** k6 beside the system: a Fargate task that nothing reaches, and the identity of the pods that do the same. */
export function loadGenerator(stack: Stack, ctx: ComputeContext, place: Place) {
  const { system } = stack.site
  const rights = recordRights(system, place.bucketArn, ctx.security.keys.data)
  if (place.eks) podIdentity(stack, place.eks, rights)
  return {
    cluster: taskCluster(stack),
    taskDefinition: task(stack, ctx, rights),
    subnets: [...ctx.network.subnetIds.private],
    securityGroups: [outward(stack, ctx.network.vpcId)],
  }
}

/** The cluster of the system's services; where it has none, one of the generator's own. */
function taskCluster(stack: Stack): string {
  const { system } = stack.site
  if (longRunningOn(system, 'ecs').length > 0) return clusterName(system)
  const setting = [{ name: 'containerInsights', value: 'enabled' }]
  return new EcsCluster(stack, 'cluster', { name: loadGeneratorName(system), setting }).name
}

function podIdentity(stack: Stack, { name: cluster }: EksCluster, rights: readonly Grant[]): void {
  const { system } = stack.site
  const pods = role(stack, `${LOAD_GENERATOR}-pods`, {
    service: PODS,
    trust: plainTrust(PODS, ['sts:AssumeRole', 'sts:TagSession']),
    grants: rights,
  })
  new EksPodIdentityAssociation(stack, `${LOAD_GENERATOR}-identity`, {
    clusterName: cluster,
    namespace: namespace(system),
    serviceAccount: loadGeneratorName(system),
    roleArn: pods.arn,
  })
}

const recordRights = (system: System, bucketArn: string, keyArn: string): readonly Grant[] => [
  {
    actions: ['s3:PutObject'],
    resources: [`${bucketArn}/*`],
    because: 'the record of a load goes there piece by piece',
  },
  {
    actions: ['kms:GenerateDataKey'],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `s3.${system.region}.amazonaws.com` } },
    because: 'the bucket is encrypted: S3 uses the key in the caller’s name',
  },
]

function task(stack: Stack, { security }: ComputeContext, rights: readonly Grant[]): string {
  const { system, releaseOf } = stack.site
  const group = `/ecs/${loadGeneratorName(system)}`
  logGroup(stack, LOAD_GENERATOR, group, security.keys.logs)
  const execution = role(stack, `${LOAD_GENERATOR}-execution`, {
    service: TASKS,
    grants: [...pullImage(system, LOAD_GENERATOR), writeLogs(system, group, 'ECS sends what k6 prints')],
  })
  const own = role(stack, LOAD_GENERATOR, { service: TASKS, grants: rights })
  const container = {
    name: LOAD_GENERATOR,
    image: imageUri(system, LOAD_GENERATOR, releaseOf(LOAD_GENERATOR)),
    essential: true,
    readonlyRootFilesystem: true,
    mountPoints: [{ sourceVolume: SCRATCH, containerPath: '/tmp' }],
    stopTimeout: STOP_SECONDS,
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': group,
        'awslogs-region': system.region,
        'awslogs-stream-prefix': 'k6',
      },
    },
  }
  const made = new EcsTaskDefinition(stack, LOAD_GENERATOR, {
    family: loadGeneratorName(system),
    requiresCompatibilities: ['FARGATE'],
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
    networkMode: 'awsvpc',
    ...SIZE,
    taskRoleArn: own.arn,
    executionRoleArn: execution.arn,
    volume: [{ name: SCRATCH }],
    containerDefinitions: JSON.stringify([container]),
  })
  return made.arn
}

/** The one place that a generator may write to. */
const SCRATCH = 'scratch'

/** It calls the load balancer and AWS over HTTPS, and nobody calls it. */
function outward(stack: Stack, vpcId: string): string {
  const name = `${LOAD_GENERATOR}-sg`
  const group = new SecurityGroup(stack, `${LOAD_GENERATOR}-group`, {
    vpcId,
    name,
    description: 'k6 as a task',
    tags: { Name: name },
  })
  new VpcSecurityGroupEgressRule(stack, `${LOAD_GENERATOR}-out`, {
    securityGroupId: group.id,
    description: 'the load balancer, S3, the registry, logs',
    cidrIpv4: ANYWHERE,
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
  })
  return group.id
}
