import type { Operations, Resource } from '../model/kinds.ts'

/** `dev` for drills, `prod` for customers. */
export type ProfileId = keyof Operations['natGateways']

/** What differs between the two, beside what `model/` gives for each (log retention, NAT gateways). */
export interface Profile {
  /** Refuses deletion of what keeps state, and takes a last snapshot before it is destroyed. */
  readonly deletionProtection: boolean
  /** Region of the replica of Aurora and of copied snapshots; none where absent. */
  readonly replicaRegion?: string
  /** Instance classes and node types other than the model's, by kind of resource. */
  readonly sizes: Readonly<Partial<Record<Resource['kind'], string>>>
  /** Nodes of Redshift; the model's where absent. */
  readonly redshiftNodes?: number
  /** Copies of a node beside the writer or the primary, of those kinds of which the model says no number. */
  readonly replicas: Readonly<Record<'documentdb' | 'elasticache', number>>
  /** When Redshift wakes and sleeps, in UTC; shorter than the streams keep what it has not loaded yet. Always up where absent. */
  readonly redshiftHours?: { readonly resume: string; readonly pause: string }
  /**
   * Zones in which each interface endpoint has an address; every one of them is billed by the hour. What a runtime itself
   * needs (images, agents, credentials of pods) has endpoints in production, and goes through the NAT gateway otherwise.
   */
  readonly endpoints: { readonly zones: number; readonly ofRuntimes: boolean }
  /** Dollars beyond which the budgets of a day and a month speak up; the document's upper figures where absent. */
  readonly budget?: { readonly daily: number; readonly monthly: number }
  /** Days between the order to delete a key or a secret and its end. */
  readonly recoveryDays: { readonly key: number; readonly secret: number }
}

/** The two profiles. */
export const profiles = {
  dev: {
    deletionProtection: false,
    sizes: { aurora: 'db.t4g.medium', documentdb: 'db.t4g.medium' },
    redshiftNodes: 1,
    replicas: { documentdb: 0, elasticache: 1 },
    // eight hours: with them, and without endpoints of runtimes, a month is within the document's 800 to 1,200 dollars
    redshiftHours: { resume: 'cron(0 8 * * ? *)', pause: 'cron(0 16 * * ? *)' },
    endpoints: { zones: 1, ofRuntimes: false },
    recoveryDays: { key: 7, secret: 0 },
  },
  prod: {
    deletionProtection: true,
    replicaRegion: 'us-west-2',
    sizes: { elasticache: 'cache.r7g.large', memorydb: 'db.r7g.large' },
    replicas: { documentdb: 2, elasticache: 2 },
    endpoints: { zones: 3, ofRuntimes: true },
    // the document's figures are those of a small set-up; `./cafe cost` tells what this one costs
    budget: { daily: 150, monthly: 4500 },
    recoveryDays: { key: 30, secret: 30 },
  },
} as const satisfies Record<ProfileId, Profile>
