import type { Operations } from '../model/kinds.ts'

/** `dev` for drills, `prod` for customers. */
export type ProfileId = keyof Operations['natGateways']

/** What differs between the two, beside what `model/` gives for each (log retention, NAT gateways). */
export interface Profile {
  /** Refuses deletion of what keeps state, and takes a last snapshot before it is destroyed. */
  readonly deletionProtection: boolean
  /** Region of the replica of Aurora and of copied snapshots; none where absent. */
  readonly replicaRegion?: string
  /** Copies of a node beside the writer or the primary, by kind of resource; the model's where it says so itself. */
  readonly replicas: Readonly<Record<'documentdb' | 'elasticache', number>>
  /** When Redshift sleeps and wakes, as EventBridge Scheduler takes it in UTC; never where absent. */
  readonly redshiftHours?: { readonly resume: string; readonly pause: string }
  /** Zones in which each interface endpoint has an address; every one of them is billed by the hour. */
  readonly endpointZones: number
  /** Days between the order to delete a key or a secret and its end. */
  readonly recoveryDays: { readonly key: number; readonly secret: number }
}

/** The two profiles. */
export const profiles = {
  dev: {
    deletionProtection: false,
    replicas: { documentdb: 0, elasticache: 1 },
    redshiftHours: { resume: 'cron(0 8 ? * MON-FRI *)', pause: 'cron(0 18 ? * MON-FRI *)' },
    endpointZones: 1,
    recoveryDays: { key: 7, secret: 0 },
  },
  prod: {
    deletionProtection: true,
    replicaRegion: 'us-west-2',
    replicas: { documentdb: 2, elasticache: 2 },
    endpointZones: 3,
    recoveryDays: { key: 30, secret: 30 },
  },
} as const satisfies Record<ProfileId, Profile>
