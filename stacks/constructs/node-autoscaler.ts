import { ClusterRoleBindingV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-binding-v1/index.js'
import { ClusterRoleV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-v1/index.js'
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1/index.js'
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1/index.js'
import { clusterName } from '../../model/names.ts'
import type { Statement } from '../policy.ts'
import type { Stack } from '../stack.ts'
import { nodeAutoscaler as image } from '../versions.ts'

/** Name and namespace of the autoscaler's account, to which its role belongs. */
export const AUTOSCALER = { name: 'cluster-autoscaler', namespace: 'kube-system' }

const read = (apiGroups: string[], resources: string[]) => ({
  apiGroups,
  resources,
  verbs: ['get', 'list', 'watch'],
})
const act = (apiGroups: string[], resources: string[], verbs: string[]) => ({ apiGroups, resources, verbs })

/** What it looks at to simulate scheduling, and what it does to a node that it empties. */
const RULES = [
  read([''], ['pods', 'nodes', 'namespaces', 'services', 'replicationcontrollers']),
  read([''], ['persistentvolumes', 'persistentvolumeclaims']),
  read(['apps'], ['daemonsets', 'replicasets', 'statefulsets']),
  read(['batch'], ['jobs']),
  read(['policy'], ['poddisruptionbudgets']),
  read(['storage.k8s.io'], ['storageclasses', 'csinodes', 'csidrivers', 'csistoragecapacities']),
  read(['resource.k8s.io'], ['deviceclasses', 'resourceclaims', 'resourceslices']),
  act([''], ['nodes'], ['update', 'patch']),
  act([''], ['pods/eviction'], ['create']),
  act([''], ['pods/status'], ['update']),
  act([''], ['events', 'configmaps', 'endpoints'], ['create', 'get', 'update', 'patch', 'list', 'watch']),
  act(['coordination.k8s.io'], ['leases'], ['create', 'get', 'update']),
]

/** Rights of the autoscaler on AWS: it reads everything of its kind, and changes only the groups of this cluster. */
export const autoscalerGrants = (cluster: string): readonly Statement[] => [
  {
    actions: [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeAutoScalingInstances',
      'autoscaling:DescribeLaunchConfigurations',
      'autoscaling:DescribeScalingActivities',
      'ec2:DescribeImages',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:GetInstanceTypesFromInstanceRequirements',
      'eks:DescribeNodegroup',
    ],
    resources: ['*'],
    because: 'describing takes no resource',
  },
  {
    actions: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
    resources: ['*'],
    because: 'the name of the group is for EKS to choose; the condition keeps to its tags',
    conditions: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${cluster}`]: 'owned' } },
  },
]

/** Adds nodes for pods that find no room, up to the node group's largest size, and takes idle ones away. */
export function nodeAutoscaler(stack: Stack): void {
  const metadata = { ...AUTOSCALER, labels: { app: AUTOSCALER.name } }
  const { name } = AUTOSCALER
  new ServiceAccountV1(stack, 'autoscaler-account', { metadata })
  new ClusterRoleV1(stack, 'autoscaler-role', { metadata: { name }, rule: RULES })
  new ClusterRoleBindingV1(stack, 'autoscaler-binding', {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subject: [{ kind: 'ServiceAccount', ...AUTOSCALER }],
  })
  new DeploymentV1(stack, 'autoscaler', {
    metadata,
    spec: {
      replicas: '1',
      selector: { matchLabels: metadata.labels },
      template: {
        metadata: { labels: metadata.labels },
        spec: {
          serviceAccountName: name,
          priorityClassName: 'system-cluster-critical',
          container: [container(stack)],
        },
      },
    },
  })
}

function container({ site }: Stack) {
  const cluster = clusterName(site.system)
  const owned = `k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/${cluster}`
  const size = { cpu: '100m', memory: '600Mi' }
  return {
    name: AUTOSCALER.name,
    image,
    command: [
      './cluster-autoscaler',
      '--cloud-provider=aws',
      `--node-group-auto-discovery=asg:tag=${owned}`,
      '--skip-nodes-with-system-pods=false',
      '--balance-similar-node-groups',
    ],
    env: [{ name: 'AWS_REGION', value: site.system.region }],
    resources: { requests: size, limits: size },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: '65534',
      capabilities: { drop: ['ALL'] },
    },
  }
}
