import Type from 'typebox'
import { albName, entryTags, loadBalancerArn, nlbName } from '../../../../model/names.ts'
import type { TargetType } from '../target-type.ts'

const NAMES = { alb: albName, nlb: nlbName } as const
/** Kinds of entries as Application Recovery Controller names them. */
export const MANAGED = { alb: 'ALB', nlb: 'NLB' } as const

/** Balancers of the model: of what traffic can be shifted out of a zone, this machine plays these. */
export const zonalShiftManagedResource: TargetType<'aws:arc:zonal-shift-managed-resource'> = {
  resourceType: 'aws:arc:zonal-shift-managed-resource',
  description: 'An AWS resource that is registered with ARC zonal shift',
  parameters: Type.Object({}),
  by: { arns: true, tags: true, filters: true },
  list: (_world, system) =>
    Object.entries(system.entries).flatMap(([id, { kind }]) => {
      if (kind !== 'alb' && kind !== 'nlb') return []
      const arn = loadBalancerArn(system, NAMES[kind](system, id))
      const description = { Arn: arn, Type: MANAGED[kind], ZonalAutoshiftStatus: 'DISABLED' }
      return [{ id, arn, tags: entryTags(system, id), information: { arn }, description }]
    }),
}
