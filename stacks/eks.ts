import { AutoscalingTrafficSourceAttachment } from '@cdktf/provider-aws/lib/autoscaling-traffic-source-attachment/index.js'
import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js'
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon/index.js'
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster/index.js'
import type { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group/index.js'
import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association/index.js'
import type { ITerraformDependable } from 'cdktf'
import type { Construct } from 'constructs'
import { clusterName, deploymentName, namespace } from '../model/names.ts'
import type { ComputeContext } from './compute-context.ts'
import { eksNodes } from './constructs/eks-nodes.ts'
import { logGroup } from './constructs/log-group.ts'
import { AUTOSCALER, autoscalerGrants } from './constructs/node-autoscaler.ts'
import { podLogs } from './fluent-bit.ts'
import { plainTrust, type Statement } from './policy.ts'
import { type Role, role } from './roles.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'
import { kubernetes } from './versions.ts'
import { longRunningOn } from './workloads.ts'

/** What pods need before they can start, and what they need beside them. */
const BEFORE_NODES = ['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent']
const ON_NODES = ['coredns', 'metrics-server']
const INSIGHTS = {
  addon: 'amazon-cloudwatch-observability',
  serviceAccount: 'cloudwatch-agent',
  groups: ['application', 'dataplane', 'host', 'performance'],
}

/** The EKS cluster: its control plane, nodes and add-ons, and the identities of its pods. What runs in it is `pods.ts`. */
export class EksStack extends Stack {
  readonly cluster: EksCluster

  constructor(scope: Construct, site: Site, ctx: ComputeContext) {
    super(scope, site, 'eks')
    const { system } = site
    const pods = longRunningOn(system, 'eks')
    const groups = [...new Set(pods.map(([, it]) => it.logGroup))]
    const logs = groups.map((name, at) => logGroup(this, `pods-${at + 1}`, name, ctx.security.keys.logs))
    this.cluster = this.#cluster(ctx, logs)
    const after = BEFORE_NODES.map((name) => this.#addon(name, []))
    const nodes = eksNodes(this, pods, {
      clusterName: this.cluster.name,
      subnetIds: ctx.network.subnetIds.private,
      securityGroupIds: [
        ctx.network.groups.of('eks'),
        ...ctx.edge.groupsOf(...pods.map(([id]) => id)),
        this.cluster.vpcConfig.clusterSecurityGroupId,
      ],
      after,
    })
    for (const name of ON_NODES) this.#addon(name, [nodes])
    this.#insights(groups, [nodes, ...this.#insightsLogs(ctx)])
    this.#identity(
      'autoscaler',
      AUTOSCALER,
      this.#podRole('autoscaler', autoscalerGrants(clusterName(system))).arn,
    )
    for (const [id] of pods) {
      const account = { name: deploymentName(system, id), namespace: namespace(system) }
      this.#identity(id, account, ctx.security.roles[id]!.arn)
      this.#registrations(id, nodes, ctx)
    }
  }

  /** The control plane writes to a log group of the cluster's name. */
  #cluster({ network, security }: ComputeContext, logs: readonly CloudwatchLogGroup[]): EksCluster {
    const own = role(this, 'cluster', {
      service: 'eks.amazonaws.com',
      trust: plainTrust('eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession']),
      managed: ['AmazonEKSClusterPolicy'],
      grants: [],
    })
    return new EksCluster(this, 'cluster', {
      name: clusterName(this.site.system),
      version: kubernetes,
      roleArn: own.arn,
      enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: true },
      encryptionConfig: { resources: ['secrets'], provider: { keyArn: security.keys.data } },
      // the deployer's machine is outside of the VPC, and IAM decides who gets in
      vpcConfig: {
        subnetIds: [...network.subnetIds.private],
        endpointPrivateAccess: true,
        endpointPublicAccess: true,
      },
      upgradePolicy: { supportType: 'STANDARD' },
      zonalShiftConfig: { enabled: true },
      bootstrapSelfManagedAddons: false,
      dependsOn: [...own.rights, ...logs],
    })
  }

  #addon(addonName: string, dependsOn: ITerraformDependable[]): EksAddon {
    return new EksAddon(this, addonName, { clusterName: this.cluster.name, addonName, dependsOn })
  }

  /** The groups of Container Insights, which would keep their lines for ever if the agents made them. */
  #insightsLogs({ security }: ComputeContext): readonly CloudwatchLogGroup[] {
    const place = `/aws/containerinsights/${clusterName(this.site.system)}`
    return INSIGHTS.groups.map((name) =>
      logGroup(this, `insights-${name}`, `${place}/${name}`, security.keys.logs),
    )
  }

  /** Container Insights, and the pods' own lines in the model's log groups. */
  #insights(groups: readonly string[], after: readonly ITerraformDependable[]): void {
    const { system } = this.site
    const own = this.#podRole('insights', [], ['CloudWatchAgentServerPolicy'])
    const files = Object.fromEntries(
      groups.map((group, at) => [`pods-${at + 1}.conf`, podLogs(namespace(system), group, system.region)]),
    )
    new EksAddon(this, INSIGHTS.addon, {
      clusterName: this.cluster.name,
      addonName: INSIGHTS.addon,
      podIdentityAssociation: [{ roleArn: own.arn, serviceAccount: INSIGHTS.serviceAccount }],
      configurationValues: JSON.stringify({
        containerLogs: { fluentBit: { config: { extraFiles: files } } },
        // it would change the pods that it finds to trace them, and bill for every request
        manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
      }),
      dependsOn: [...own.rights, ...after],
    })
  }

  #identity(
    id: string,
    account: { readonly name: string; readonly namespace: string },
    roleArn: string,
  ): void {
    new EksPodIdentityAssociation(this, `${id}-identity`, {
      clusterName: this.cluster.name,
      namespace: account.namespace,
      serviceAccount: account.name,
      roleArn,
    })
  }

  #podRole(id: string, grants: readonly Statement[], managed: readonly string[] = []): Role {
    const service = 'pods.eks.amazonaws.com'
    const trust = plainTrust(service, ['sts:AssumeRole', 'sts:TagSession'])
    return role(this, id, { service, trust, grants, managed })
  }

  /** The nodes take the requests for a workload on its node port, and hand them to a pod of it on any node. */
  #registrations(workload: string, nodes: EksNodeGroup, { edge }: ComputeContext): void {
    const group = nodes.resources.get(0).autoscalingGroups.get(0).name
    for (const { arn, kind } of edge.targetsOf(workload)) {
      new AutoscalingTrafficSourceAttachment(this, `${workload}-${kind}`, {
        autoscalingGroupName: group,
        trafficSource: { identifier: arn, type: kind === 'balancer' ? 'elbv2' : 'vpc-lattice' },
      })
    }
  }
}
