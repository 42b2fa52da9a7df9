import { Type } from 'typebox'
import { serviceName } from '../../../model/names.ts'
import type { AwsService } from '../../types.ts'
import type { Estate } from '../estate.ts'
import { AwsError, problems } from '../wire/error.ts'
import { pageOf } from '../wire/page.ts'
import { awsService, type Operation, operation } from '../wire/service.ts'
import { type Group, groupShape, groupsOf, memberShape, membersOf } from './group.ts'

const optional = Type.Optional
const Names = optional(Type.Array(Type.String()))
const MOST_RECORDS = 100
const paging = {
  MaxRecords: optional(Type.Integer({ minimum: 1, maximum: MOST_RECORDS })),
  NextToken: optional(Type.String()),
}
const invalid = (message: string) => new AwsError('ValidationError', message)

/** Auto Scaling of the groups that run here; one instance on its own is a group of one. */
export const autoscalingService = (estate: Estate): AwsService =>
  awsService({
    signingName: 'autoscaling',
    client: () => import('@aws-sdk/client-auto-scaling'),
    problems: problems('ValidationError'),
    operations: operationsOf(estate),
  })

function operationsOf(estate: Estate): Record<string, Operation> {
  const { system, runtimes } = estate
  const nameOf = ([id]: Group) => serviceName(system, id)
  return {
    DescribeAutoScalingGroups: operation(
      { ...paging, AutoScalingGroupNames: Names, IncludeInstances: optional(Type.Boolean()) },
      ({ AutoScalingGroupNames: names = [], IncludeInstances: full = true, ...page }) => {
        const wanted = groupsOf(estate).filter((it) => names.length === 0 || names.includes(nameOf(it)))
        const { items, next } = paged(wanted, page)
        const shapes = items.map((it) => groupShape(estate, it))
        return {
          AutoScalingGroups: full ? shapes : shapes.map((it) => ({ ...it, Instances: [] })),
          NextToken: next,
        }
      },
    ),
    DescribeAutoScalingInstances: operation(
      { ...paging, InstanceIds: Names },
      ({ InstanceIds: ids = [], ...page }) => {
        const wanted = membersOf(estate).filter(({ id }) => ids.length === 0 || ids.includes(id))
        const { items, next } = paged(wanted, page)
        const shapes = items.map((it) => ({
          ...memberShape(estate, it),
          HealthStatus: memberShape(estate, it).HealthStatus.toUpperCase(),
          AutoScalingGroupName: serviceName(system, it.workload),
        }))
        return { AutoScalingInstances: shapes, NextToken: next }
      },
    ),
    SetDesiredCapacity: operation(
      {
        AutoScalingGroupName: Type.String(),
        DesiredCapacity: Type.Integer(),
        HonorCooldown: optional(Type.Literal(false)),
      },
      ({ AutoScalingGroupName: name, DesiredCapacity: desired }) => {
        const found = groupsOf(estate).find((it) => nameOf(it) === name)
        if (!found) throw invalid(`AutoScalingGroup name not found - AutoScalingGroup ${name} not found`)
        const [id, { scaling }] = found
        if (desired < scaling.min) throw invalid(outside(desired, 'below min', scaling.min))
        if (desired > scaling.max) throw invalid(outside(desired, 'above max', scaling.max))
        runtimes.asg.setDesired(id, desired)
        return {}
      },
    ),
  }
}

const outside = (desired: number, how: string, limit: number): string =>
  `New SetDesiredCapacity value ${desired} is ${how} value ${limit} for the AutoScalingGroup.`

const paged = <T>(
  all: readonly T[],
  { MaxRecords = MOST_RECORDS, NextToken }: { readonly MaxRecords?: number; readonly NextToken?: string },
) =>
  pageOf(all, { token: NextToken, size: MaxRecords }, (message) => new AwsError('InvalidNextToken', message))
