import type { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js'
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1/index.js'
import type { LongRunning } from '../../model/kinds.ts'
import { imageUri, podLabels } from '../../model/names.ts'
import type { Stack } from '../stack.ts'

/** Where a pod reads its env from: a ConfigMap and, where it has passwords, the Secret of that name. */
export interface PodSources {
  readonly settings: ConfigMapV1
  readonly secret?: string
}

interface Options {
  readonly stack: Stack
  readonly metadata: {
    readonly name: string
    readonly namespace: string
    readonly labels: Readonly<Record<string, string>>
  }
  readonly sources: PodSources
}

/** User `node` of the image. */
const USER = '1000'
/** Seconds in which nodes learn that a pod goes, before it is told to end. */
const LEAVING_SECONDS = 5

/** The pods of a workload, spread over the zones and replaced one after the other. */
export function eksDeployment(id: string, it: LongRunning, { stack, metadata, sources }: Options): void {
  const { system } = stack.site
  const labels = podLabels(system, id)
  const { minHealthyPercent, maxPercent } = it.rollout
  new DeploymentV1(stack, `${id}-deployment`, {
    metadata,
    spec: {
      replicas: String(it.scaling.min),
      selector: { matchLabels: labels },
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: `${100 - minHealthyPercent}%`, maxSurge: `${maxPercent - 100}%` },
      },
      template: {
        metadata: {
          labels,
          // a change of the settings replaces the pods, which read them when they start
          annotations: { 'cafe/settings': `\${sha256(jsonencode(${sources.settings.fqn}.data))}` },
        },
        spec: {
          serviceAccountName: metadata.name,
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: it.stopTimeoutSeconds + LEAVING_SECONDS,
          topologySpreadConstraint: [
            {
              maxSkew: 1,
              topologyKey: 'topology.kubernetes.io/zone',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: [{ matchLabels: labels }],
            },
          ],
          container: [container(id, it, stack, sources)],
        },
      },
    },
    // the autoscaler moves it
    lifecycle: { ignoreChanges: ['spec[0].replicas'] },
  })
}

function container(id: string, it: LongRunning, { site }: Stack, { settings, secret }: PodSources) {
  const size = { cpu: `${it.vcpu * 1000}m`, memory: `${it.memoryMiB}Mi` }
  return {
    name: id,
    image: imageUri(site.system, id, site.releaseOf(id)),
    port: [{ name: 'http', containerPort: it.port }],
    envFrom: [
      { configMapRef: { name: settings.metadata.name } },
      ...(secret ? [{ secretRef: { name: secret } }] : []),
    ],
    resources: { requests: size, limits: size },
    livenessProbe: probe(it, it.health.path),
    readinessProbe: probe(it, it.health.readyPath),
    lifecycle: { preStop: [{ exec: { command: ['sleep', String(LEAVING_SECONDS)] } }] },
    // of the container alone: what FIS adds to the pod for a network fault is to run as root,
    // and its pod actions fail on a read-only root file system
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
  }
}

const probe = ({ port, health }: LongRunning, path: string) => ({
  httpGet: { path, port: String(port) },
  periodSeconds: health.intervalSeconds,
  timeoutSeconds: Math.ceil(health.intervalSeconds / 2),
  failureThreshold: health.unhealthyAfter,
})
