import { listenerArn, listenerRuleArn, targetGroupArn } from '../../../model/names.ts'
import type { Rule } from '../../entries/alb.ts'
import type { Estate } from '../estate.ts'
import { type Balancer, balancersOf } from './balancer.ts'

/** The one listener of a load balancer. */
export interface Listener {
  readonly arn: string
  readonly balancer: Balancer
}

export const listenersOf = (estate: Estate): readonly Listener[] =>
  balancersOf(estate).map((balancer) => ({ arn: listenerArn(estate.system, balancer.path), balancer }))

export const listenerShape = (estate: Estate, { arn, balancer }: Listener) => ({
  ListenerArn: arn,
  LoadBalancerArn: balancer.arn,
  Port: balancer.port,
  Protocol: balancer.entry.kind === 'alb' ? 'HTTP' : 'TCP',
  DefaultActions: [defaultAction(estate, balancer)],
})

/** The rules of a listener as they stand now, by priority, and the default one. */
export function ruleShapes(estate: Estate, { balancer }: Listener) {
  const { entry, id, path } = balancer
  const rules = entry.kind === 'alb' ? estate.entries.alb(id).rules() : []
  const byDefault = {
    RuleArn: listenerRuleArn(estate.system, path, 0),
    Priority: 'default',
    Conditions: [],
    Actions: [defaultAction(estate, balancer)],
    IsDefault: true,
  }
  return [...rules.map((rule, index) => ruleShape(estate, path, rule, index + 1)), byDefault]
}

/** Gives the rule with that ARN other paths; false where it is none of a route. */
export function setPaths(estate: Estate, arn: string, paths: readonly string[]): boolean {
  for (const { entry, id, path } of balancersOf(estate)) {
    if (entry.kind !== 'alb') continue
    const at = entry.routes.findIndex((_, index) => listenerRuleArn(estate.system, path, index + 1) === arn)
    if (at < 0) continue
    estate.entries.alb(id).setPaths(entry.routes[at]!, paths)
    return true
  }
  return false
}

const ruleShape = ({ system }: Estate, balancer: string, { route, paths }: Rule, priority: number) => ({
  RuleArn: listenerRuleArn(system, balancer, priority),
  Priority: String(priority),
  Conditions: [pathCondition(paths)],
  Actions: [{ Type: 'forward', TargetGroupArn: targetGroupArn(system, route.targetGroup) }],
  IsDefault: false,
  Transforms: [
    {
      Type: 'url-rewrite',
      UrlRewriteConfig: { Rewrites: [{ Regex: `^${route.strip}(.*)$`, Replace: '$1' }] },
    },
  ],
})
const pathCondition = (paths: readonly string[]) => ({
  Field: 'path-pattern',
  Values: paths,
  PathPatternConfig: { Values: paths },
})

const defaultAction = ({ system }: Estate, { entry }: Balancer) =>
  entry.kind === 'nlb'
    ? { Type: 'forward', TargetGroupArn: targetGroupArn(system, entry.targetGroup) }
    : {
        Type: 'fixed-response',
        FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: 'Not Found' },
      }
