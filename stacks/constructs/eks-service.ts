import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js'
import { HorizontalPodAutoscalerV2 } from '@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2/index.js'
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1/index.js'
import { SecretV1 } from '@cdktf/provider-kubernetes/lib/secret-v1/index.js'
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1/index.js'
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1/index.js'
import type { LongRunning } from '../../model/kinds.ts'
import { deploymentName, nodePort, podLabels } from '../../model/names.ts'
import type { ComputeContext } from '../compute-context.ts'
import { environmentOf, secretKeysOf } from '../environment.ts'
import type { Stack } from '../stack.ts'
import { eksDeployment, type PodSources } from './eks-deployment.ts'
import { loginField } from './secret.ts'

/** What a workload's objects are made in. */
export interface PodsPlace {
  readonly stack: Stack
  readonly ctx: ComputeContext
  readonly namespace: string
}

/** A workload on EKS: its pods, their settings and passwords, how many there are, and the port that leads to them. */
export function eksService(id: string, it: LongRunning, place: PodsPlace): void {
  const { stack, namespace } = place
  const { system } = stack.site
  const metadata = { name: deploymentName(system, id), namespace, labels: podLabels(system, id) }
  new ServiceAccountV1(stack, `${id}-account`, { metadata, automountServiceAccountToken: false })
  eksDeployment(id, it, { stack, metadata, sources: sources(id, place) })
  new ServiceV1(stack, `${id}-service`, {
    metadata,
    spec: {
      type: 'NodePort',
      selector: { ...podLabels(system, id) },
      port: [{ name: 'http', port: it.port, targetPort: String(it.port), nodePort: nodePort(id) }],
    },
  })
  // a drained node takes its pods one at a time
  new PodDisruptionBudgetV1(stack, `${id}-budget`, {
    metadata,
    spec: { maxUnavailable: '1', selector: { matchLabels: podLabels(system, id) } },
  })
  scaling(id, it, stack, metadata)
}

function sources(id: string, { stack, ctx, namespace }: PodsPlace): PodSources {
  const name = deploymentName(stack.site.system, id)
  const data = { ...environmentOf(stack, id, ctx) }
  const settings = new ConfigMapV1(stack, `${id}-config`, { metadata: { name, namespace }, data })
  const keys = secretKeysOf(stack.site.system, id, ctx)
  if (keys.length === 0) return { settings }
  new SecretV1(stack, `${id}-secret`, {
    metadata: { name, namespace },
    dataWo: Object.fromEntries(keys.map(({ key, of, field }) => [key, loginField(stack, of, field)!])),
    // another number writes the fields again, after a rotation
    dataWoRevision: 1,
  })
  return { settings, secret: name }
}

/** A HorizontalPodAutoscaler on CPU; nothing for a workload of a fixed size. */
function scaling(
  id: string,
  { scaling: it }: LongRunning,
  stack: Stack,
  metadata: { readonly name: string; readonly namespace: string },
): void {
  if (it.on !== 'cpu') return
  const pace = (seconds: number) => [
    {
      stabilizationWindowSeconds: seconds,
      selectPolicy: 'Max',
      policy: [{ type: 'Percent', value: 100, periodSeconds: seconds }],
    },
  ]
  new HorizontalPodAutoscalerV2(stack, `${id}-scaling`, {
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name },
      minReplicas: it.min,
      maxReplicas: it.max,
      metric: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: it.target } },
        },
      ],
      behavior: { scaleUp: pace(it.cooldownOut), scaleDown: pace(it.cooldownIn) },
    },
  })
}
