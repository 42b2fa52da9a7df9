import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1/index.js'
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider/index.js'
import { Fn } from 'cdktf'
import type { Construct } from 'constructs'
import { namespace } from '../model/names.ts'
import type { ComputeContext } from './compute-context.ts'
import { eksService } from './constructs/eks-service.ts'
import { faultAccount } from './constructs/fault-account.ts'
import { nodeAutoscaler } from './constructs/node-autoscaler.ts'
import type { EksStack } from './eks.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'
import { longRunningOn } from './workloads.ts'

/** What runs in the EKS cluster; a stack of its own, as its provider can only speak to a cluster that is there. */
export class PodsStack extends Stack {
  constructor(scope: Construct, site: Site, ctx: ComputeContext, eks: EksStack) {
    super(scope, site, 'pods')
    const { cluster } = eks
    new KubernetesProvider(this, 'kubernetes', {
      host: cluster.endpoint,
      clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority.get(0).data),
      exec: [
        {
          apiVersion: 'client.authentication.k8s.io/v1beta1',
          command: 'aws',
          args: ['eks', 'get-token', '--region', site.system.region, '--cluster-name', cluster.name],
        },
      ],
    })
    const { name } = new NamespaceV1(this, 'namespace', {
      metadata: {
        name: namespace(site.system),
        labels: { 'pod-security.kubernetes.io/warn': 'restricted' },
      },
    }).metadata
    for (const [id, it] of longRunningOn(site.system, 'eks'))
      eksService(id, it, { stack: this, ctx, namespace: name })
    faultAccount(this, name)
    nodeAutoscaler(this)
  }
}
