import type { TObject } from 'typebox'
import type { FisResourceType } from '../../../model/fis.ts'
import type { System } from '../../../model/kinds.ts'
import type { World } from './world.ts'

/** Something a fault can act upon. */
export interface Resource {
  /** Id that the schedulers and engines know it by. */
  readonly id: string
  readonly arn: string
  readonly tags: Readonly<Record<string, string>>
  /** What AWS's Describe call says of it, in Pascal case: filters look here. */
  readonly description: unknown
  /** What a resolved target shows; its first value names the resource. */
  readonly information: Readonly<Record<string, string>>
}

/** Parameters of a target in a template: all text. */
export type TargetParameters = Readonly<Record<string, string>>

/** A type of resource that templates may name. */
export interface TargetType<Type extends FisResourceType = FisResourceType> {
  readonly resourceType: Type
  readonly description: string
  readonly parameters: TObject
  /** Ways to name resources, beside parameters, that AWS takes for this type. */
  readonly by: { readonly arns: boolean; readonly tags: boolean; readonly filters: boolean }
  /** All resources of the type that fit the parameters, as they are now. */
  list(world: World, system: System, parameters: TargetParameters): readonly Resource[]
}

/** The name by which results speak of a resource: its ARN, or what AWS has instead. */
export const shownName = ({ arn, information }: Resource): string => Object.values(information)[0] ?? arn

/** True when no zone is asked for, or this one is: names (`us-east-1a`), separated by commas, or `all`. */
export const inZone = (zone: string, wanted: string | undefined): boolean =>
  wanted === undefined || wanted === 'all' || wanted.split(',').includes(zone)
