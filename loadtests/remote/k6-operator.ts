import { join } from 'node:path'
import { execa } from 'execa'
import { json } from './command.ts'
import type { Launch, Launcher } from './launcher.ts'
import type { LoadPlace } from './place.ts'

/** A place with a cluster. */
type Pods = LoadPlace & Required<Pick<LoadPlace, 'eks'>>

/** What the k6 operator is given: https://github.com/grafana/k6-operator/blob/main/api/v1alpha1/testrun_types.go */
export function testRun({ eks, image }: Pods, { run, generators, script, env }: Launch) {
  const pod = {
    image,
    serviceAccountName: eks.serviceAccount,
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
  }
  return {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name: nameOf(run), namespace: eks.namespace },
    // each on a node of its own where there is one, so that generators do not take each other's CPU
    spec: { parallelism: generators, script: { localFile: script }, runner: { ...pod, ...SPREAD } },
  }
}

const SPREAD = {
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { app: 'k6', runner: 'true' } },
    },
  ],
} as const

/** Names in Kubernetes are small letters, digits and hyphens; the operator's jobs put more behind them. */
const nameOf = (run: string) =>
  `load-${run.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`.slice(0, 50).replace(/-+$/, '')

/** What brings the operator into a cluster, once. https://grafana.com/docs/k6/latest/set-up/set-up-distributed-k6/install-k6-operator/ */
const BUNDLE = 'https://raw.githubusercontent.com/grafana/k6-operator/main/bundle.yaml'

interface Found {
  readonly status?: { readonly stage?: string }
}

/** Several generators as pods that the k6 operator starts at the same moment, each with its share of the load. */
export const k6Operator = (place: LoadPlace, env: Readonly<Record<string, string>>): Launcher =>
  hasPods(place) ? pods(place, env) : NOWHERE

const hasPods = (place: LoadPlace): place is Pods => place.eks !== undefined

const NONE = 'several generators are pods, and the system has no EKS cluster: take --generators 1'
const NOWHERE: Launcher = { needs: [], findings: [NONE], start: () => Promise.reject(new Error(NONE)) }

const pods = (place: Pods, env: Readonly<Record<string, string>>): Launcher => ({
  needs: ['aws', 'kubectl'],
  findings: [],
  async start(launch) {
    const { cluster, namespace, serviceAccount } = place.eks
    // a configuration of its own: whatever cluster kubectl means otherwise is not touched
    const KUBECONFIG = join(launch.folder, 'kubeconfig')
    const login = ['eks', 'update-kubeconfig', '--region', place.region, '--name', cluster]
    await execa('aws', [...login, '--kubeconfig', KUBECONFIG], { env })
    const kubectl = <T>(args: readonly string[], input = '') =>
      json<T>('kubectl', args, { env: { ...env, KUBECONFIG }, input })
    await kubectl(['get', 'crd', 'testruns.k6.io', '-o', 'json']).catch((error: Error) => {
      const how = `aws ${login.join(' ')} && kubectl apply -f ${BUNDLE}`
      throw new Error(`the k6 operator is not in the cluster ${cluster} (${error.message}): ${how}`)
    })
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: serviceAccount, namespace },
    }
    await kubectl(['apply', '-f', '-', '-o', 'json'], JSON.stringify(account))
    const run = testRun(place, launch)
    await kubectl(['create', '-f', '-', '-o', 'json'], JSON.stringify(run))
    const named = ['testrun', run.metadata.name, '--namespace', namespace]
    return {
      name: run.metadata.name,
      async ended() {
        const { status } = await kubectl<Found>(['get', ...named, '-o', 'json'])
        const over = status?.stage === 'finished' || status?.stage === 'error' || status?.stage === 'stopped'
        return over ? `test run ${run.metadata.name} is ${status.stage}` : null
      },
      stop: async () => void (await execa('kubectl', ['delete', ...named], { env: { ...env, KUBECONFIG } })),
    }
  },
})
