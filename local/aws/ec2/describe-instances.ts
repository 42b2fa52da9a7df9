import { Type } from 'typebox'
import { zoneName } from '../../../model/names.ts'
import type { Copy } from '../../types.ts'
import type { Estate } from '../estate.ts'
import { AwsError } from '../wire/error.ts'
import { filtered, type Looks } from '../wire/filters.ts'
import { pageOf } from '../wire/page.ts'
import { type Operation, operation } from '../wire/service.ts'
import { instanceShape, instancesOf, needInstances, stateOf } from './instance.ts'
import { DryRun, Filters, Ids, refuseDryRun } from './parameters.ts'

const optional = Type.Optional
const MOST = 1000

/** `DescribeInstances`, each instance in a reservation of its own, as an Auto Scaling group makes them. */
export function describeInstances(estate: Estate): Record<string, Operation> {
  return {
    DescribeInstances: operation(
      {
        DryRun,
        InstanceIds: optional(Ids),
        Filters,
        MaxResults: optional(Type.Integer({ minimum: 5, maximum: MOST })),
        NextToken: optional(Type.String()),
      },
      ({ DryRun: dry, InstanceIds: ids, Filters: wanted = [], MaxResults = MOST, NextToken }) => {
        refuseDryRun(dry)
        const named = ids ? needInstances(estate, ids) : instancesOf(estate)
        const filters = wanted.map(({ Name, Values }) => ({ name: Name, values: Values }))
        const found = filtered(named, filters, looksAt(estate), unknownFilter)
        const { items, next } = pageOf(found, { token: NextToken, size: MaxResults }, badToken)
        return { Reservations: items.map((it) => reservationOf(estate, it)), NextToken: next }
      },
    ),
  }
}

export const unknownFilter = (name: string) =>
  new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`)
const badToken = (message: string) => new AwsError('InvalidNextToken', message)

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
const looksAt =
  ({ system }: Estate): Looks<Copy> =>
  (name) => {
    if (name.startsWith('tag:')) return ({ tags }) => [tags[name.slice('tag:'.length)] ?? []].flat()
    switch (name) {
      case 'tag-key':
        return ({ tags }) => Object.keys(tags)
      case 'instance-state-name':
        return (it) => [stateOf(it)]
      case 'availability-zone':
        return ({ zone }) => [zoneName(system, zone)]
      case 'instance-id':
        return ({ id }) => [id]
      default:
        return undefined
    }
  }

const reservationOf = (estate: Estate, it: Copy) => ({
  ReservationId: it.id.replace('i-', 'r-'),
  OwnerId: estate.system.account,
  Instances: [instanceShape(estate, it)],
})
