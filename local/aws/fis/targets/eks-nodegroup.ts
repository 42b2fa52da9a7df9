import Type from 'typebox'
import { clusterName, nodeGroupArn, nodeGroupName, nodeTags } from '../../../../model/names.ts'
import type { TargetType } from '../target-type.ts'

/** The one group of nodes that all pods share. */
export const eksNodegroup: TargetType<'aws:eks:nodegroup'> = {
  resourceType: 'aws:eks:nodegroup',
  description: 'An Amazon EKS node group',
  parameters: Type.Object({}),
  by: { arns: true, tags: true, filters: true },
  list: (_world, system) => [
    {
      id: nodeGroupName(system),
      arn: nodeGroupArn(system),
      tags: nodeTags(system),
      information: { arn: nodeGroupArn(system) },
      description: { ClusterName: clusterName(system), NodegroupName: nodeGroupName(system) },
    },
  ],
}
