import { Lb } from '@cdktf/provider-aws/lib/lb/index.js'
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener/index.js'
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule/index.js'
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js'
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association/index.js'
import type { Alb, Route } from '../../model/kinds.ts'
import { entryName, entryTags, rulePriority } from '../../model/names.ts'
import { isFunction } from '../../model/references.ts'
import { balancerPolicy } from '../tls.ts'
import type { EdgePlace, TargetGroup, Way } from '../way.ts'
import { functionGroup, longRunning, targetGroup, targetOf } from './target.ts'

const [HTTP, HTTPS] = [80, 443]

/** An application load balancer: plain HTTP is sent to HTTPS, each route has a rule, and what none has is a 404. */
export function alb(id: string, it: Alb, place: EdgePlace): Way {
  const { stack, network, firewalls } = place
  const { system, profile } = stack.site
  const balancer = new Lb(stack, id, {
    name: entryName(system, id),
    internal: it.scheme === 'internal',
    loadBalancerType: 'application',
    subnets: [...network.subnetIds[it.scheme === 'internal' ? 'private' : 'public']],
    securityGroups: [network.groups.of('alb')],
    idleTimeout: it.idleTimeoutSeconds,
    dropInvalidHeaderFields: true,
    enableZonalShift: true,
    enableDeletionProtection: profile.deletionProtection,
    tags: { ...entryTags(system, id) },
  })
  redirect(place, id, balancer.arn)
  const listener = secure(place, id, balancer.arn)
  const targets = it.routes.map((route): [string, TargetGroup] => [
    route.to,
    rule(place, id, it, { route, listener }),
  ])
  if (it.scheme === 'internet-facing')
    new Wafv2WebAclAssociation(stack, `${id}-firewall`, {
      resourceArn: balancer.arn,
      webAclArn: firewalls.regionalArn,
    })
  return {
    host: hostOf(place, id, it, balancer),
    metricName: balancer.arnSuffix,
    targets: Object.fromEntries(targets),
    urls: {},
  }
}

/** One that is public is called by a name that its certificate is for: there is none for the name that AWS gives it. */
function hostOf({ domain }: EdgePlace, id: string, it: Alb, { dnsName: name, zoneId }: Lb): string {
  return it.scheme === 'internal' ? name : domain.lead(id, { name, zoneId })
}

function redirect({ stack }: EdgePlace, id: string, loadBalancerArn: string): void {
  const to = { protocol: 'HTTPS', port: String(HTTPS), statusCode: 'HTTP_301' }
  new LbListener(stack, `${id}-http`, {
    loadBalancerArn,
    port: HTTP,
    protocol: 'HTTP',
    defaultAction: [{ type: 'redirect', redirect: to }],
  })
}

function secure({ stack, domain }: EdgePlace, id: string, loadBalancerArn: string): string {
  const nothing = { contentType: 'text/plain', messageBody: 'nothing is here', statusCode: '404' }
  const listener = new LbListener(stack, `${id}-https`, {
    loadBalancerArn,
    port: HTTPS,
    protocol: 'HTTPS',
    sslPolicy: balancerPolicy(stack.site.system),
    certificateArn: domain.certificateArn,
    defaultAction: [{ type: 'fixed-response', fixedResponse: nothing }],
  })
  return listener.arn
}

interface Rule {
  readonly route: Route
  readonly listener: string
}

/** The rule of a route; its prefix itself and all below, as `/api/orders/*` alone would miss `POST /api/orders`. */
function rule(place: EdgePlace, id: string, it: Alb, { route, listener }: Rule): TargetGroup {
  const { stack, network } = place
  const { system } = stack.site
  const toFunction = isFunction(system, route.to)
  const group = toFunction
    ? functionGroup(stack, route)
    : targetGroup(stack, {
        name: route.targetGroup,
        workload: route.to,
        vpcId: network.vpcId,
        protocol: 'HTTP',
        deregistrationSeconds: it.deregistrationSeconds,
      })
  const made = new LbListenerRule(stack, `${id}-${route.to}`, {
    listenerArn: listener,
    // one that hung on the others would be changed to one that AWS has still given away
    priority: rulePriority(route.prefix),
    condition: [{ pathPattern: { values: [route.prefix, `${route.prefix}/*`] } }],
    action: [{ type: 'forward', targetGroupArn: group.arn }],
    tags: { ...it.tags },
  })
  if (!toFunction && longRunning(system, route.to).on === 'eks') wayToNodes(place, id, route.to)
  return { arn: group.arn, kind: 'balancer', ruleArn: made.arn, metricName: group.arnSuffix }
}

/** The nodes let in all of the VPC; the balancer's own way out is to name their port. */
function wayToNodes({ stack, network }: EdgePlace, id: string, workload: string): void {
  const { port } = targetOf(stack.site.system, workload)
  new VpcSecurityGroupEgressRule(stack, `${id}-to-nodes-of-${workload}`, {
    securityGroupId: network.groups.of('alb'),
    referencedSecurityGroupId: network.groups.of('eks'),
    description: `${workload} on its nodes`,
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
  })
}
