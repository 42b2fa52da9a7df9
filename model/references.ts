import type { SecurityGroup, SecurityGroupMember, System } from './kinds.ts'

/** Whether an id is a function's. */
export const isFunction = ({ workloads }: System, id: string): boolean => workloads[id]?.kind === 'function'

/** Id of the security group that a kind of thing stands in; undefined where none names it. */
export const groupOf = ({ securityGroups }: System, member: SecurityGroupMember): string | undefined =>
  Object.keys(securityGroups).find((id) => securityGroups[id]!.members.includes(member))

/** The port on which a kind of thing is called: the first that its security group lets in. */
export function portOf(system: System, member: SecurityGroupMember): number | undefined {
  const group: SecurityGroup | undefined = system.securityGroups[groupOf(system, member) ?? '']
  const ports = group?.inbound.find((rule) => rule.ports !== 'all')?.ports
  return ports === 'all' ? undefined : ports?.[0]
}
