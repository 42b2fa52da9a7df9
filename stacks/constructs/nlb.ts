import { Lb } from '@cdktf/provider-aws/lib/lb/index.js'
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener/index.js'
import type { Nlb } from '../../model/kinds.ts'
import { entryName, entryTags } from '../../model/names.ts'
import type { EdgePlace, Way } from '../way.ts'
import { targetGroup } from './target.ts'

/** A network load balancer inside the VPC, with one TCP listener. */
export function nlb(id: string, it: Nlb, { stack, network }: EdgePlace): Way {
  const { system, profile } = stack.site
  const balancer = new Lb(stack, id, {
    name: entryName(system, id),
    internal: true,
    loadBalancerType: 'network',
    subnets: [...network.subnetIds.private],
    securityGroups: [network.groups.of('nlb')],
    enableCrossZoneLoadBalancing: true,
    enableZonalShift: true,
    enableDeletionProtection: profile.deletionProtection,
    tags: { ...entryTags(system, id) },
  })
  const group = targetGroup(stack, {
    name: it.targetGroup,
    workload: it.to,
    vpcId: network.vpcId,
    protocol: 'TCP',
    deregistrationSeconds: it.deregistrationSeconds,
  })
  new LbListener(stack, `${id}-tcp`, {
    loadBalancerArn: balancer.arn,
    port: it.port,
    protocol: 'TCP',
    defaultAction: [{ type: 'forward', targetGroupArn: group.arn }],
  })
  const target = { arn: group.arn, kind: 'balancer', metricName: group.arnSuffix } as const
  const urls = { [it.to]: `http://${balancer.dnsName}:${it.port}` }
  return {
    host: balancer.dnsName,
    metricName: balancer.arnSuffix,
    targets: { [it.to]: target },
    urls,
  }
}
