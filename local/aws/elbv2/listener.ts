import type { Route } from '../../../model/kinds.ts'
import { listenerArn, targetGroupArn } from '../../../model/names.ts'
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
export function ruleShapes(estate: Estate, { arn, balancer }: Listener) {
  const { entry, id } = balancer
  const routes = entry.kind === 'alb' ? entry.routes : []
  const standing = entry.kind === 'alb' ? estate.entries.alb(id).rules() : []
  const rules = routes.map((route, index) => ({ route, shape: ruleShape(estate, arn, route, index + 1) }))
  const byDefault = {
    RuleArn: ruleArn(arn, 0),
    Priority: 'default',
    Conditions: [],
    Actions: [defaultAction(estate, balancer)],
    IsDefault: true,
  }
  return [...rules.filter(({ route }) => standing.includes(route)).map(({ shape }) => shape), byDefault]
}

const ruleShape = ({ system }: Estate, listener: string, route: Route, priority: number) => ({
  RuleArn: ruleArn(listener, priority),
  Priority: String(priority),
  Conditions: [pathCondition([route.prefix, `${route.prefix}/*`])],
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

/** The number of a rule is its priority, so that a rule which is put back has the ARN that it had. */
const ruleArn = (listener: string, priority: number): string =>
  `${listener.replace(':listener/', ':listener-rule/')}/${String(priority).padStart(16, '0')}`

const defaultAction = ({ system }: Estate, { entry }: Balancer) =>
  entry.kind === 'nlb'
    ? { Type: 'forward', TargetGroupArn: targetGroupArn(system, entry.targetGroup) }
    : {
        Type: 'fixed-response',
        FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: 'Not Found' },
      }
