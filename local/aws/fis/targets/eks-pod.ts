import Type from 'typebox'
import { own } from '../../../../lib/own.ts'
import type { System } from '../../../../model/kinds.ts'
import {
  clusterName,
  deploymentName,
  eksClusterArn,
  namespace,
  podLabels,
  zoneName,
} from '../../../../model/names.ts'
import type { Copy } from '../../../types.ts'
import { oneOf, optional, text } from '../parameters.ts'
import { inZone, type TargetParameters, type TargetType } from '../target-type.ts'
import { copiesOn } from '../world.ts'

const ALIVE: readonly Copy['state'][] = ['starting', 'running']

/** Pods that have a process; AWS takes neither ARNs nor tags for them. */
export const eksPod: TargetType<'aws:eks:pod'> = {
  resourceType: 'aws:eks:pod',
  description: 'A Kubernetes pod',
  parameters: Type.Object({
    clusterIdentifier: text('The name or ARN of the target EKS cluster.'),
    namespace: text('The Kubernetes namespace of the target pods.'),
    selectorType: oneOf('The selector type.', ['labelSelector', 'deploymentName', 'podName']),
    selectorValue: text('The selector value.'),
    availabilityZoneIdentifier: optional(text('The Availability Zone that contains the target pods.')),
    targetContainerName: optional(text('The name of the target container as defined in the pod spec.')),
  }),
  by: { arns: false, tags: false, filters: false },
  list(world, system, wanted) {
    if (![clusterName(system), eksClusterArn(system)].includes(wanted.clusterIdentifier ?? '')) return []
    if (wanted.namespace !== namespace(system)) return []
    return copiesOn(world, 'eks')
      .filter((pod) => ALIVE.includes(pod.state))
      .filter((pod) => inZone(zoneName(system, pod.zone), wanted.availabilityZoneIdentifier))
      .filter((pod) => isSelected(pod, system, wanted))
      .map((pod) => ({
        id: pod.id,
        arn: pod.arn,
        tags: pod.tags,
        description: {},
        information: { podName: pod.id, namespace: namespace(system), clusterArn: eksClusterArn(system) },
      }))
  },
}

function isSelected(pod: Copy, system: System, { selectorType, selectorValue = '' }: TargetParameters) {
  if (selectorType === 'podName') return pod.id === selectorValue
  if (selectorType === 'deploymentName') return deploymentName(system, pod.workload) === selectorValue
  const labels = podLabels(system, pod.workload)
  return selectorValue.split(',').every((pair) => {
    const [key = '', value] = pair.split(/==?/)
    const label = own(labels, key.trim())
    return value === undefined ? label !== undefined : label === value.trim()
  })
}
