import type { Alarm } from './alarm.ts'
import type { Entry } from './entry.ts'
import type { Flow } from './flow.ts'
import type { Journey, Load } from './journey.ts'
import type { Operations, RecoveryTarget } from './operations.ts'
import type { Resource } from './resource.ts'
import type { SecurityGroup } from './security-group.ts'
import type { Subject } from './subject.ts'
import type { Workload } from './workload.ts'

/** Availability zone letter; `names.zone` makes `us-east-1a` of it. */
export type Zone = 'a' | 'b' | 'c'

/** One AWS system, whole; every record is by id. */
export interface System {
  readonly id: string
  readonly title: string
  readonly region: string
  readonly account: string
  readonly zones: readonly Zone[]
  readonly vpcCidr: string
  readonly subnets: Readonly<Record<'public' | 'private' | 'database', readonly string[]>>
  readonly securityGroups: Readonly<Record<string, SecurityGroup>>
  readonly operations: Operations
  readonly workloads: Readonly<Record<string, Workload>>
  readonly resources: Readonly<Record<string, Resource>>
  readonly entries: Readonly<Record<string, Entry>>
  readonly flows: Readonly<Record<string, Flow>>
  readonly alarms: Readonly<Record<string, Alarm>>
  /** Id of the entry by which visitors come in, and with them the load of game days; none where nobody does. */
  readonly frontDoor?: string
  /** What it accepts, by the name that a step's `accepts` has for it. */
  readonly subjects: Readonly<Record<string, Subject>>
  readonly journeys: Readonly<Record<string, Journey>>
  readonly loads: Readonly<Record<string, Load>>
  readonly recovery: Readonly<Record<string, RecoveryTarget>>
}
