import { expect, it } from 'vitest'
import { check } from '../model/check.ts'
import type { System } from '../model/kinds.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { profiles } from './profiles.ts'
import { checkSite } from './site-check.ts'

const tables = (count: number): System['resources'] =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `table-${at}`,
      { ...cloudcafe.resources['payment-transactions'], table: `table-${at}` },
    ]),
  )

it.each(Object.values(profiles))('finds nothing in the system as it is', (profile) => {
  expect(checkSite({ system: cloudcafe, profile })).toEqual([])
})

it.each<[string, Partial<System>, string, RegExp]>([
  [
    'a version of TLS without a policy',
    { operations: { ...cloudcafe.operations, tlsVersion: '1.3' } },
    'operations.tlsVersion',
    /take one of 1\.2/,
  ],
  [
    'more tables than an alarm can add up',
    { resources: { ...cloudcafe.resources, ...tables(3) } },
    'alarms.dynamodb-throttling',
    /AWS takes 10/,
  ],
  [
    'game days whose load comes in by no load balancer',
    { frontDoor: 'cloudfront' },
    'frontDoor',
    /name an alb/,
  ],
  [
    'a pod that no node has room for',
    { workloads: { ...cloudcafe.workloads, menu: { ...cloudcafe.workloads.menu, vcpu: 2 } } },
    'workloads.menu.vcpu',
    /take 1\.45 at the most/,
  ],
  ['a web ACL that would let nobody pass', { loads: {} }, 'loads', /have a load/],
])('finds %s, and says how to mend it', (_title, change, where, mend) => {
  const found = checkSite({ system: { ...cloudcafe, ...change }, profile: profiles.dev })
  expect(found.map((it) => it.where)).toEqual([where])
  expect(found[0]!.mend).toMatch(mend)
})

it('counts the nodes that the profile has in an alarm on the cache', () => {
  const more = { ...profiles.dev, replicas: { ...profiles.dev.replicas, elasticache: 5 } }
  const found = checkSite({ system: cloudcafe, profile: more })
  expect(found).toMatchObject([{ where: 'alarms.cache-hit-rate', what: 'computes with 12 metrics' }])
})

it('leaves to the model what the model alone shows', () => {
  expect(check({ ...cloudcafe, loads: {} })).toEqual([])
})
