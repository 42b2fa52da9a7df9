/** How long recovery may take, as the document's table says it; null where it says manual or gradual. */
export interface RecoveryTarget {
  readonly failure: string
  readonly mechanism: string
  readonly seconds: { readonly from: number; readonly to: number } | null
  readonly text: string
}

/** How the system is kept: what is logged, backed up, encrypted, and what it may cost. */
export interface Operations {
  readonly logRetentionDays: Readonly<Record<'dev' | 'prod', number>>
  readonly natGateways: Readonly<Record<'dev' | 'prod', number>>
  readonly tlsVersion: string
  readonly encryptedAtRest: boolean
  readonly audit: readonly ('vpc-flow-logs' | 'cloudtrail' | 'config')[]
  /** What a day and a month may cost, in US dollars. */
  readonly dailyBudget: { readonly from: number; readonly to: number }
  readonly dailyShares: Readonly<Record<string, { readonly from: number; readonly to: number }>>
  readonly monthlyEstimate: { readonly from: number; readonly to: number }
  /** Recovery time and point objectives by tier, in seconds. */
  readonly objectives: Readonly<
    Record<string, { readonly rtoSeconds: number; readonly rpoSeconds: number; readonly strategy: string }>
  >
  /** Share of copies that may run on Spot capacity, by workload. */
  readonly spot: Readonly<Record<string, string>>
}
