import type { System } from '../../../model/kinds.ts'
import type { ResolvedTarget } from './experiment.ts'
import { hasTags, passes, select, selectionModeOf } from './selection.ts'
import type { TargetOfTemplate } from './shapes.ts'
import type { Resource } from './target-type.ts'
import { targetTypes } from './targets/index.ts'
import type { World } from './world.ts'

/** What a template's targets have resolved to, by name. */
export type Resolved = Readonly<Record<string, readonly Resource[]>>

/** Resolves all targets, as the world is now. */
export const resolveTargets = (
  targets: Readonly<Record<string, TargetOfTemplate>>,
  world: World,
  system: System,
): Resolved =>
  Object.fromEntries(Object.entries(targets).map(([name, target]) => [name, resolve(target, world, system)]))

function resolve(target: TargetOfTemplate, world: World, system: System): readonly Resource[] {
  const { resourceArns = [], resourceTags = {}, filters = [], parameters = {} } = target
  const candidates = targetTypes[target.resourceType]!.list(world, system, parameters)
    .filter((it) => resourceArns.length === 0 || resourceArns.includes(it.arn))
    .filter((it) => hasTags(it.tags, resourceTags) && passes(it.description, filters))
  return select(candidates, selectionModeOf(target.selectionMode)!)
}

/** Resolved targets in the API's form. */
export const shownTargets = (
  targets: Readonly<Record<string, TargetOfTemplate>>,
  resolved: Resolved,
): readonly ResolvedTarget[] =>
  Object.entries(resolved).flatMap(([targetName, resources]) =>
    resources.map((it) => ({
      resourceType: targets[targetName]!.resourceType,
      targetName,
      targetInformation: it.information,
    })),
  )
