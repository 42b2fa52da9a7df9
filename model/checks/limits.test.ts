import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../check.ts'
import type { System } from '../kinds.ts'
import { cloudcafe } from '../systems/cloudcafe/index.ts'

/** The system with one figure in another's place; a path as `workloads.notifier.timeoutSeconds`. */
function changed(path: string, value: unknown): System {
  const copy = structuredClone(cloudcafe) as unknown as Record<string, unknown>
  const keys = path.split('.')
  const last = keys.pop()!
  const place = keys.reduce((at, key) => at[key] as Record<string, unknown>, copy)
  place[last] = value
  return copy as unknown as System
}

/** A figure of the model and what AWS takes for it. */
const RANGES: readonly (readonly [path: string, from: number, to: number])[] = [
  ['workloads.notifier.timeoutSeconds', 1, 900],
  ['workloads.notifier.memoryMiB', 128, 10_240],
  ['workloads.order.stopTimeoutSeconds', 0, 120],
  ['workloads.menu.health.intervalSeconds', 5, 300],
  ['workloads.loyalty.health.healthyAfter', 2, 10],
  ['workloads.loyalty.scaling.target', 1, 100],
  ['resources.aurora.readers', 0, 15],
  ['resources.aurora.backupDays', 1, 35],
  ['resources.documentdb.backupDays', 1, 35],
  ['resources.memorydb.shards', 1, 500],
  ['resources.memorydb.replicas', 0, 5],
  ['resources.redshift.nodes', 1, 16],
  ['resources.redshift.wlmSlots', 1, 50],
  ['resources.order-events.retentionHours', 24, 8760],
  ['resources.notification.waitSeconds', 0, 20],
  ['resources.notification.retentionSeconds', 60, 1_209_600],
  ['resources.notification.redrive.maxReceives', 1, 1000],
  ['resources.aurora-secret.rotationDays', 1, 1000],
  ['entries.alb.idleTimeoutSeconds', 1, 4000],
  ['entries.nlb.deregistrationSeconds', 0, 3600],
  ['flows.stock-changes.batchSize', 1, 10_000],
  ['flows.stock-changes.windowSeconds', 0, 300],
  ['flows.stock-changes.maximumAgeSeconds', 60, 604_800],
]

describe.each(RANGES)('%s', (path, from, to) => {
  const [family, id, ...rest] = path.split('.')
  const of = (value: number) =>
    check(changed(path, value)).filter(
      (it) => it.where === `${family}.${id}` && it.what.startsWith(rest.join('.')),
    )

  it(`is refused outside of ${from} to ${to}, and only there`, () => {
    const near = fc.oneof(
      fc.integer({ min: from - 2, max: from + 2 }),
      fc.integer({ min: to - 2, max: to + 2 }),
    )
    fc.assert(
      fc.property(near, (value) => {
        const found = of(value)
        expect(found.length).toBe(value < from || value > to ? 1 : 0)
        for (const { mend } of found) expect(mend).toBe(`AWS takes ${from} to ${to}`)
      }),
    )
  })
})

it.each([
  [0.25, [512, 1024, 2048]],
  [1, [2048, 3072, 8192]],
  [4, [8192, 30_720]],
  [16, [32_768, 122_880]],
] as const)('Fargate has %d vCPU with %j MiB, and not with one more', (vcpu, sizes) => {
  const of = (memoryMiB: number) => {
    const order = { ...cloudcafe.workloads.order, vcpu, memoryMiB }
    return check(changed('workloads.order', order)).filter((it) => it.where === 'workloads.order')
  }
  for (const size of sizes) {
    expect(of(size)).toEqual([])
    expect(of(size + 1).map((it) => it.what)).toEqual([`memoryMiB is ${size + 1} with ${vcpu} vCPU`])
  }
})

const rules = (from: string, ...ports: number[]) => [{ from, ports: [80, ...ports] }]

it.each([
  ['a vCPU that Fargate does not have', 'workloads.order.vcpu', 3, 'workloads.order'],
  ['more concurrency than an account has', 'workloads.notifier.reservedConcurrency', 800, 'workloads'],
  [
    'a retention that CloudWatch does not know',
    'operations.logRetentionDays.dev',
    8,
    'operations.logRetentionDays.dev',
  ],
  ['a VPC too small for AWS', 'vpcCidr', '10.0.0.0/29', 'vpcCidr'],
  ['a VPC that is no range', 'vpcCidr', '10.0.0/16', 'vpcCidr'],
  ['more gateways than zones', 'operations.natGateways.prod', 4, 'operations.natGateways.prod'],
  ['one zone', 'zones', ['a'], 'zones'],
  ['an entry to a function', 'entries.nlb.to', 'notifier', 'entries.nlb'],
  ['a call that no inner entry carries', 'entries.lattice.services', ['order'], 'workloads.order.uses'],
  ['a cached path whose age nobody says', 'entries.cdn.cached', ['/api/orders/*'], 'entries.cdn.cached'],
  ['a login of what has no users', 'resources.aurora-secret.of', 'redshift', 'resources.aurora-secret'],
  ['a rule whose source is nothing', 'securityGroups.alb.inbound', rules('nowhere'), 'securityGroups.alb'],
  ['a source of no size', 'securityGroups.alb.inbound', rules('10.0.0.0/33'), 'securityGroups.alb'],
  ['a port that there is not', 'securityGroups.alb.inbound', rules('vpc', 65_536), 'securityGroups.alb'],
  ['a store that no rule has a port of', 'securityGroups.rds.inbound', [], 'securityGroups.rds'],
  ['endpoints without a security group', 'securityGroups.endpoints.members', [], 'securityGroups'],
  [
    'functions that change passwords and have no group',
    'securityGroups.lambda.members',
    [],
    'securityGroups',
  ],
  ['a CDN before a service', 'entries.cdn.to', 'order', 'entries.cdn'],
  ['entries in a circle', 'entries.api.to', 'cdn', 'entries.api'],
  ['an API before what is closed to it', 'entries.alb.scheme', 'internal', 'entries.api'],
  [
    'a call that a table has not',
    'workloads.order.uses.1.calls',
    ['ExecuteStatement'],
    'workloads.order.uses',
  ],
  ['a call that writes what is only read', 'workloads.order.uses.1.access', 'read', 'workloads.order.uses'],
  ['a table that is used by no call', 'workloads.order.uses.1.calls', undefined, 'workloads.order.uses'],
  ['a key to what is not outside', 'resources.payments-api-key.of', 'order', 'resources.payments-api-key'],
  ['a store without a security group', 'securityGroups.redshift.members', [], 'securityGroups'],
])('finds %s, and says how to mend it', (_title, path, value, where) => {
  const found = check(changed(path, value)).filter((it) => it.where === where)
  expect(found.length).toBeGreaterThan(0)
  for (const { what, mend } of found) expect([what, mend].every((text) => text.length > 5)).toBe(true)
})
