import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list/index.js'
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js'
import { VpclatticeListener } from '@cdktf/provider-aws/lib/vpclattice-listener/index.js'
import { VpclatticeService } from '@cdktf/provider-aws/lib/vpclattice-service/index.js'
import { VpclatticeServiceNetwork } from '@cdktf/provider-aws/lib/vpclattice-service-network/index.js'
import { VpclatticeServiceNetworkServiceAssociation } from '@cdktf/provider-aws/lib/vpclattice-service-network-service-association/index.js'
import { VpclatticeServiceNetworkVpcAssociation } from '@cdktf/provider-aws/lib/vpclattice-service-network-vpc-association/index.js'
import { VpclatticeTargetGroup } from '@cdktf/provider-aws/lib/vpclattice-target-group/index.js'
import type { Lattice } from '../../model/kinds.ts'
import { entryName, serviceName } from '../../model/names.ts'
import type { EdgePlace, TargetGroup, Way } from '../way.ts'
import { longRunning, targetOf } from './target.ts'

const HTTPS = 443

/** A service network of the VPC: each service answers over TLS under a name that Lattice gives and certifies. */
export function lattice(id: string, it: Lattice, place: EdgePlace): Way {
  const { stack, network } = place
  const net = new VpclatticeServiceNetwork(stack, id, {
    name: entryName(stack.site.system, id),
    authType: 'NONE',
    tags: { ...it.tags },
  })
  new VpclatticeServiceNetworkVpcAssociation(stack, `${id}-vpc`, {
    serviceNetworkIdentifier: net.id,
    vpcIdentifier: network.vpcId,
  })
  letIn(id, it, place)
  const services = it.services.map((workload) => service(id, workload, net.id, place))
  return {
    host: '',
    metricName: '',
    targets: Object.fromEntries(services.map(({ workload, target }) => [workload, target])),
    urls: Object.fromEntries(services.map(({ workload, url }) => [workload, url])),
  }
}

function service(id: string, workload: string, serviceNetworkIdentifier: string, place: EdgePlace) {
  const { stack } = place
  const { system } = stack.site
  const tags = { ...system.workloads[workload]!.tags }
  const made = new VpclatticeService(stack, `${id}-${workload}`, {
    name: serviceName(system, workload),
    authType: 'NONE',
    tags,
  })
  new VpclatticeServiceNetworkServiceAssociation(stack, `${id}-${workload}-in`, {
    serviceNetworkIdentifier,
    serviceIdentifier: made.id,
  })
  const target = targets(id, workload, place)
  new VpclatticeListener(stack, `${id}-${workload}-https`, {
    name: 'https',
    protocol: 'HTTPS',
    port: HTTPS,
    serviceIdentifier: made.id,
    defaultAction: { forward: [{ targetGroups: [{ targetGroupIdentifier: target.arn }] }] },
  })
  return { workload, target, url: `https://${made.dnsEntry.get(0).domainName}` }
}

function targets(id: string, workload: string, { stack, network }: EdgePlace): TargetGroup {
  const { system } = stack.site
  const { health } = longRunning(system, workload)
  const { port, targetType } = targetOf(system, workload)
  const group = new VpclatticeTargetGroup(stack, `${id}-${workload}-targets`, {
    name: serviceName(system, workload),
    type: targetType.toUpperCase(),
    config: {
      vpcIdentifier: network.vpcId,
      port,
      protocol: 'HTTP',
      healthCheck: {
        enabled: true,
        protocol: 'HTTP',
        path: health.readyPath,
        matcher: { value: '200' },
        healthCheckIntervalSeconds: health.intervalSeconds,
        healthyThresholdCount: health.healthyAfter,
        unhealthyThresholdCount: health.unhealthyAfter,
      },
    },
    tags: { ...system.workloads[workload]!.tags },
  })
  const securityGroupId = network.groups.of('lattice')
  return { arn: group.arn, kind: 'lattice', metricName: '', securityGroupId }
}

/** Requests of a service network come from addresses of its own, which no group of the VPC names. */
function letIn(id: string, it: Lattice, { stack, network }: EdgePlace): void {
  const { system } = stack.site
  const addresses = new DataAwsEc2ManagedPrefixList(stack, `${id}-addresses`, {
    name: `com.amazonaws.${system.region}.vpc-lattice`,
  })
  // a rule of the same port and source is refused
  for (const port of new Set(it.services.map((workload) => targetOf(system, workload).port))) {
    new VpcSecurityGroupIngressRule(stack, `${id}-to-${port}`, {
      securityGroupId: network.groups.of('lattice'),
      prefixListId: addresses.id,
      description: `${port} from ${entryName(system, id)}`,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
    })
  }
}
