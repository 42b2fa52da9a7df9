import type { Operations } from '../../kinds.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How CloudCafe is kept. */
export const operations = {
  logRetentionDays: { dev: 7, prod: 30 },
  natGateways: { dev: 1, prod: 3 },
  tlsVersion: '1.2',
  encryptedAtRest: true,
  audit: ['vpc-flow-logs', 'cloudtrail', 'config'],
  dailyBudget: { from: 30, to: 40 },
  dailyShares: {
    compute: { from: 15, to: 15 },
    databases: { from: 10, to: 10 },
    other: { from: 5, to: 15 },
  },
  monthlyEstimate: { from: 800, to: 1200 },
  objectives: {
    critical: { rtoSeconds: HOUR, rpoSeconds: 5 * MINUTE, strategy: 'Multi-AZ, automated failover' },
    important: { rtoSeconds: 4 * HOUR, rpoSeconds: 15 * MINUTE, strategy: 'Backups, manual recovery' },
    low: { rtoSeconds: DAY, rpoSeconds: DAY, strategy: 'Snapshots, rebuild from source' },
  },
  spot: {
    order: 'Fargate Spot above the smallest number of tasks',
    inventory: 'Spot node group',
    menu: 'Spot node group',
  },
} as const satisfies Operations
