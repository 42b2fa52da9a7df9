import { noteboard } from '../../test/systems/noteboard/model.ts'
import type { System } from '../kinds.ts'
import { cloudcafe } from './cloudcafe/index.ts'

/** The only list of systems. */
export const systems: Readonly<Record<string, System>> = { cloudcafe, noteboard }

/** The system that is meant where none is named. */
export const defaultSystem = cloudcafe.id

/** The system of that id; an unknown one is an error that lists the known ones. */
export function systemOf(id: string): System {
  const found = Object.hasOwn(systems, id) ? systems[id] : undefined
  if (!found) throw new Error(`unknown system '${id}': known are ${Object.keys(systems).join(', ')}`)
  return found
}

/** The block of ports that is a system's own: two systems can be up beside each other. */
export const portBlockOf = ({ id }: System): number => Object.keys(systems).indexOf(id)
