import type { Resource, System } from '../model/kinds.ts'

/** The port of a store with an address in the VPC: the one that its security group lets in. */
export function storePort(system: System, kind: Resource['kind']): number {
  const group = Object.values(system.securityGroups).find((it) => it.members.includes(kind))
  const ports = group?.inbound[0]?.ports
  if (ports && ports !== 'all') return ports[0]!
  throw new Error(`no security group of ${system.id} lets a port of '${kind}' in`)
}
