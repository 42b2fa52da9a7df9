import type { Resource, System } from '../model/kinds.ts'
import { portOf } from '../model/references.ts'

/** The port of a store with an address in the VPC. @throws Error where no security group lets one in. */
export function storePort(system: System, kind: Resource['kind']): number {
  const port = portOf(system, kind)
  if (port !== undefined) return port
  throw new Error(`no security group of ${system.id} lets a port of '${kind}' in`)
}
