import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group/index.js'
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template/index.js'
import { Fn } from 'cdktf'
import type { LongRunning } from '../../model/kinds.ts'
import { clusterName, nodeGroupName, nodeTags, stackName } from '../../model/names.ts'
import { plainTrust } from '../policy.ts'
import { role } from '../roles.ts'
import type { Stack } from '../stack.ts'
import { kubernetes } from '../versions.ts'

/** A kind of node: what it has for pods, and the instance types that have it, of which Spot takes what is there. */
const NODE = { vcpu: 2, instanceTypes: ['t3.large', 't3a.large', 'm5.large', 'm5a.large', 'm6i.large'] }
/** Share of a node that is left for our pods beside Kubernetes' own and the agents. */
const USABLE = 0.75
const GIBIBYTES = 30

interface Options {
  readonly clusterName: string
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
}

type Pods = readonly (readonly [id: string, it: LongRunning])[]

/** The managed node group that all pods share; on Spot capacity where the model says that one of them may be. */
export function eksNodes(stack: Stack, pods: Pods, options: Options): EksNodeGroup {
  const { system } = stack.site
  const onSpot = pods.some(([id]) => id in system.operations.spot)
  const template = launchTemplate(stack, options)
  const smallest = nodesFor(stack, pods, 'min')
  return new EksNodeGroup(stack, 'nodes', {
    clusterName: options.clusterName,
    nodeGroupName: nodeGroupName(system),
    nodeRoleArn: nodeRole(stack),
    subnetIds: [...options.subnetIds],
    version: kubernetes,
    amiType: 'AL2023_x86_64_STANDARD',
    capacityType: onSpot ? 'SPOT' : 'ON_DEMAND',
    instanceTypes: NODE.instanceTypes,
    launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
    scalingConfig: { minSize: smallest, desiredSize: smallest, maxSize: nodesFor(stack, pods, 'max') },
    updateConfig: { maxUnavailable: 1 },
    nodeRepairConfig: { enabled: true },
    tags: { ...nodeTags(system) },
    lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] },
  })
}

/** Nodes for the smallest or the largest number of pods, and not fewer than one in each zone. */
function nodesFor({ site }: Stack, pods: Pods, size: 'min' | 'max'): number {
  const vcpu = pods.reduce((sum, [, it]) => sum + it.vcpu * it.scaling[size], 0)
  return Math.max(site.system.zones.length, Math.ceil(vcpu / (NODE.vcpu * USABLE)))
}

function nodeRole(stack: Stack): string {
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
  }).arn
}

function launchTemplate(stack: Stack, { securityGroupIds }: Options): LaunchTemplate {
  const { system } = stack.site
  const tags = { Name: stackName(system, 'node'), ...nodeTags(system), Cluster: clusterName(system) }
  return new LaunchTemplate(stack, 'node-template', {
    name: nodeGroupName(system),
    vpcSecurityGroupIds: [...securityGroupIds],
    // a pod is one hop further than its node, and has credentials of its own: it is not to reach the node's
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    monitoring: { enabled: true },
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
