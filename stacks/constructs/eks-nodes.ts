import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group/index.js'
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template/index.js'
import { Fn, type ITerraformDependable } from 'cdktf'
import { clusterName, nodeGroupName, nodeTags, stackName } from '../../model/names.ts'
import { plainTrust } from '../policy.ts'
import { type Role, role } from '../roles.ts'
import type { Stack } from '../stack.ts'
import { kubernetes } from '../versions.ts'
import { areOnSpot, nodesFor, type Pods } from './node-room.ts'

/** Types of two vCPU and 4 GiB, of which Spot takes what is there. */
const INSTANCE_TYPES = ['t3.medium', 't3a.medium', 'c5.large', 'c5a.large', 'c6i.large']
const GIBIBYTES = 30

interface Options {
  readonly clusterName: string
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
  /** What nodes cannot be ready without. */
  readonly after: readonly ITerraformDependable[]
}

/** The managed node group that all pods share; on Spot capacity where the model says that one of them may be. */
export function eksNodes(stack: Stack, pods: Pods, options: Options): EksNodeGroup {
  const { system } = stack.site
  const onSpot = areOnSpot(system, pods)
  const template = launchTemplate(stack, options)
  const own = nodeRole(stack)
  const smallest = nodesFor(system, pods, 'min')
  return new EksNodeGroup(stack, 'nodes', {
    clusterName: options.clusterName,
    nodeGroupName: nodeGroupName(system),
    nodeRoleArn: own.arn,
    subnetIds: [...options.subnetIds],
    version: kubernetes,
    amiType: 'AL2023_x86_64_STANDARD',
    capacityType: onSpot ? 'SPOT' : 'ON_DEMAND',
    instanceTypes: INSTANCE_TYPES,
    launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
    scalingConfig: { minSize: smallest, desiredSize: smallest, maxSize: nodesFor(system, pods, 'max') },
    updateConfig: { maxUnavailable: 1 },
    nodeRepairConfig: { enabled: true },
    tags: { ...nodeTags(system) },
    lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] },
    dependsOn: [...own.rights, ...options.after],
  })
}

function nodeRole(stack: Stack): Role {
  return role(stack, 'nodes', {
    service: 'ec2.amazonaws.com',
    trust: plainTrust('ec2.amazonaws.com'),
    managed: [
      'AmazonEKSWorkerNodePolicy',
      'AmazonEKS_CNI_Policy',
      'AmazonEC2ContainerRegistryPullOnly',
      'AmazonSSMManagedInstanceCore',
    ],
    grants: [],
  })
}

function launchTemplate(stack: Stack, { securityGroupIds }: Options): LaunchTemplate {
  const { system } = stack.site
  const tags = { Name: stackName(system, 'node'), ...nodeTags(system), Cluster: clusterName(system) }
  return new LaunchTemplate(stack, 'node-template', {
    name: nodeGroupName(system),
    vpcSecurityGroupIds: [...securityGroupIds],
    // a pod is one hop further than its node, and has credentials of its own: it is not to reach the node's
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    // Container Insights measures them
    monitoring: { enabled: false },
    blockDeviceMappings: [
      {
        deviceName: '/dev/xvda',
        ebs: { volumeSize: GIBIBYTES, volumeType: 'gp3', encrypted: 'true', deleteOnTermination: 'true' },
      },
    ],
    tagSpecifications: ['instance', 'volume'].map((resourceType) => ({ resourceType, tags })),
    updateDefaultVersion: true,
  })
}
