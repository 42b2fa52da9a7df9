import type { Entry } from './entry.ts'
import type { Resource } from './resource.ts'
import type { Workload } from './workload.ts'

/** What stands in a security group: all workloads that run on it, all resources or entries of the kind. */
export type SecurityGroupMember = Workload['on'] | Resource['kind'] | Entry['kind'] | 'endpoint'

/** A security group: who may reach which port; `from` is a CIDR, `vpc`, or the id of another group. */
export interface SecurityGroup {
  readonly name: string
  readonly members: readonly SecurityGroupMember[]
  readonly inbound: readonly { readonly ports: readonly number[] | 'all'; readonly from: string }[]
  readonly usedBy: string
  /** Set where the document forgets the group; says why it is needed. */
  readonly added?: string
}
