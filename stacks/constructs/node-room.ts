import type { LongRunning } from '../../model/kinds.ts'

/**
 * vCPU of a node of two that are left for our pods: the kubelet keeps 0.07, and the pods that EKS and CloudWatch have on
 * every node ask for 0.45. https://github.com/awslabs/amazon-eks-ami, https://github.com/aws-observability/helm-charts
 */
export const ROOM_VCPU = 1.45

/** How many pods of a workload a node has room for. */
export const podsPerNode = ({ vcpu }: Pick<LongRunning, 'vcpu'>): number => Math.floor(ROOM_VCPU / vcpu)
