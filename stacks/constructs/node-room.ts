import type { LongRunning, System } from '../../model/kinds.ts'

/** Workloads on EKS, by id. */
export type Pods = readonly (readonly [id: string, it: LongRunning])[]

/** vCPU of a node, whichever of its types it is. */
export const NODE_VCPU = 2
/**
 * vCPU of a node that are left for our pods: the kubelet keeps 0.07, and the pods that EKS and CloudWatch have on
 * every node ask for 0.45. https://github.com/awslabs/amazon-eks-ami, https://github.com/aws-observability/helm-charts
 */
export const ROOM_VCPU = 1.45

/** How many pods of a workload a node has room for. */
export const podsPerNode = ({ vcpu }: Pick<LongRunning, 'vcpu'>): number => Math.floor(ROOM_VCPU / vcpu)

/** Nodes for the smallest or the largest number of pods, a node's all of one workload, and at least one in each zone. */
export function nodesFor({ zones }: System, pods: Pods, size: 'min' | 'max'): number {
  const nodes = pods.map(([, it]) => Math.ceil(it.scaling[size] / podsPerNode(it)))
  return Math.max(
    zones.length,
    nodes.reduce((sum, it) => sum + it, 0),
  )
}

/** Whether the nodes are Spot capacity: all pods share them, so one that takes it is enough. */
export const areOnSpot = ({ operations }: System, pods: Pods): boolean =>
  pods.some(([id]) => id in operations.spot)
