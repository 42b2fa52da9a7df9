import { Type } from 'typebox'
import type { AwsService } from '../../types.ts'
import type { Estate } from '../estate.ts'
import { AwsError, problems } from '../wire/error.ts'
import { pageOf } from '../wire/page.ts'
import { awsService, type Operation, operation } from '../wire/service.ts'
import { type Balancer, balancerShape, balancersOf } from './balancer.ts'
import { listenerShape, listenersOf, ruleShapes, setPaths } from './listener.ts'
import { type Group, groupShape, groupsOf, type Target, targetsOf } from './target-group.ts'

const optional = Type.Optional
const Names = optional(Type.Array(Type.String()))
const MOST = 400
const paging = {
  Marker: optional(Type.String()),
  PageSize: optional(Type.Integer({ minimum: 1, maximum: MOST })),
}
const invalid = (message: string) => new AwsError('ValidationError', message)

/** Elastic Load Balancing (version 2) of the load balancers that listen here. */
export const elbv2Service = (estate: Estate): AwsService =>
  awsService({
    signingName: 'elasticloadbalancing',
    client: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
    problems: problems('ValidationError'),
    operations: {
      ...balancerOperations(estate),
      ...groupOperations(estate),
      ...listenerOperations(estate),
      ...ruleOperations(estate),
    },
  })

function balancerOperations(estate: Estate): Record<string, Operation> {
  return {
    DescribeLoadBalancers: operation(
      { ...paging, LoadBalancerArns: Names, Names },
      ({ LoadBalancerArns, Names: names, ...page }) => {
        const byArn = picked(balancersOf(estate), LoadBalancerArns, (it) => it.arn, 'LoadBalancer')
        const found = picked(byArn, names, (it: Balancer) => it.name, 'LoadBalancer')
        return paged(
          'LoadBalancers',
          found.map((it) => balancerShape(estate, it)),
          page,
        )
      },
    ),
  }
}

function groupOperations(estate: Estate): Record<string, Operation> {
  const Targets = optional(
    Type.Array(
      Type.Object({
        Id: Type.String(),
        Port: optional(Type.Integer()),
        AvailabilityZone: optional(Type.String()),
      }),
    ),
  )
  return {
    DescribeTargetGroups: operation(
      { ...paging, LoadBalancerArn: optional(Type.String()), TargetGroupArns: Names, Names },
      ({ LoadBalancerArn: balancer, TargetGroupArns, Names: names, ...page }) => {
        if (balancer) picked(balancersOf(estate), [balancer], (it) => it.arn, 'LoadBalancer')
        const behind = groupsOf(estate).filter((it) => !balancer || it.balancer.arn === balancer)
        const byArn = picked(behind, TargetGroupArns, (it) => it.arn, 'TargetGroup')
        const found = picked(byArn, names, (it: Group) => it.name, 'TargetGroup')
        return paged(
          'TargetGroups',
          found.map((it) => groupShape(estate, it)),
          page,
        )
      },
    ),
    DescribeTargetHealth: operation(
      { TargetGroupArn: Type.String(), Targets },
      ({ TargetGroupArn, Targets: wanted }) => {
        const [group] = picked(groupsOf(estate), [TargetGroupArn], (it) => it.arn, 'TargetGroup')
        const targets = targetsOf(estate, group!).filter(
          ({ Target: { Id, Port } }: { readonly Target: Target }) =>
            !wanted || wanted.some((it) => it.Id === Id && (it.Port ?? Port) === Port),
        )
        return { TargetHealthDescriptions: targets }
      },
    ),
  }
}

function listenerOperations(estate: Estate): Record<string, Operation> {
  return {
    DescribeListeners: operation(
      { ...paging, LoadBalancerArn: optional(Type.String()), ListenerArns: Names },
      ({ LoadBalancerArn: balancer, ListenerArns, ...page }) => {
        if (!balancer && !ListenerArns)
          throw invalid('You must specify either listener ARNs or a load balancer ARN')
        if (balancer) picked(balancersOf(estate), [balancer], (it) => it.arn, 'LoadBalancer')
        const of = listenersOf(estate).filter((it) => !balancer || it.balancer.arn === balancer)
        const found = picked(of, ListenerArns, (it) => it.arn, 'Listener')
        return paged(
          'Listeners',
          found.map((it) => listenerShape(estate, it)),
          page,
        )
      },
    ),
    DescribeRules: operation(
      { ...paging, ListenerArn: optional(Type.String()), RuleArns: Names },
      ({ ListenerArn: listener, RuleArns, ...page }) => {
        if (Boolean(listener) === Boolean(RuleArns))
          throw invalid('You must specify either listener ARN or rule ARNs')
        const of = picked(listenersOf(estate), listener ? [listener] : undefined, (it) => it.arn, 'Listener')
        const rules = of.flatMap((it) => ruleShapes(estate, it))
        return paged(
          'Rules',
          picked(rules, RuleArns, (it) => it.RuleArn, 'Rule'),
          page,
        )
      },
    ),
  }
}

const Paths = Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { minItems: 1, maxItems: 5 })
const PathCondition = Type.Object(
  {
    Field: Type.Literal('path-pattern'),
    Values: optional(Paths),
    PathPatternConfig: optional(Type.Object({ Values: Paths }, { additionalProperties: false })),
  },
  { additionalProperties: false },
)

function ruleOperations(estate: Estate): Record<string, Operation> {
  return {
    ModifyRule: operation(
      { RuleArn: Type.String(), Conditions: Type.Array(PathCondition, { minItems: 1, maxItems: 1 }) },
      ({ RuleArn, Conditions: [condition] }) => {
        const rules = () => listenersOf(estate).flatMap((it) => ruleShapes(estate, it))
        const [rule] = picked(rules(), [RuleArn], (it) => it.RuleArn, 'Rule')
        const paths = condition?.PathPatternConfig?.Values ?? condition?.Values
        if (!paths) throw invalid('A condition value must be specified')
        if (rule!.IsDefault || !setPaths(estate, RuleArn, paths))
          throw new AwsError('OperationNotPermittedException', `Default rule '${RuleArn}' cannot be modified`)
        return { Rules: rules().filter((it) => it.RuleArn === RuleArn) }
      },
    ),
  }
}

const PLURALS = {
  LoadBalancer: 'load balancers',
  TargetGroup: 'target groups',
  Listener: 'listeners',
  Rule: 'rules',
}

/** Those that are named, or all where none is; throws where one is not there. */
function picked<T>(
  all: readonly T[],
  names: readonly string[] | undefined,
  nameOf: (it: T) => string,
  kind: keyof typeof PLURALS,
): readonly T[] {
  if (!names) return all
  const missing = names.filter((name) => !all.some((it) => nameOf(it) === name))
  if (missing.length === 0) return all.filter((it) => names.includes(nameOf(it)))
  throw new AwsError(
    `${kind}NotFoundException`,
    `One or more ${PLURALS[kind]} not found: ${missing.join(', ')}`,
  )
}

function paged<T>(
  name: string,
  all: readonly T[],
  { Marker, PageSize = MOST }: { readonly Marker?: string; readonly PageSize?: number },
): Record<string, unknown> {
  const { items, next } = pageOf(all, { token: Marker, size: PageSize }, invalid)
  return { [name]: items, NextMarker: next }
}
