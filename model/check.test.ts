import { describe, expect, it } from 'vitest'
import { check } from './check.ts'
import type { System } from './kinds.ts'
import { cloudcafe } from './systems/cloudcafe/index.ts'
import { systems } from './systems/index.ts'

const where = (system: System) => check(system).map((finding) => finding.where)

describe('check', () => {
  it.each(Object.values(systems))('finds nothing in $id', (system) => {
    expect(check(system)).toEqual([])
  })

  it('returns all findings at once, each with its mend', () => {
    const broken: System = {
      ...cloudcafe,
      vpcCidr: '10.1.0.0/16',
      journeys: { browse: { ...cloudcafe.journeys.browse, weight: 99 } },
      flows: { 'payments-in': { ...cloudcafe.flows['payments-in'], windowSeconds: 5 } },
      alarms: { ...cloudcafe.alarms, 'menu-health': { kind: 'composite', title: '', anyOf: ['nothing'] } },
    }
    const findings = check(broken)
    expect(findings.map((it) => it.where)).toEqual(
      expect.arrayContaining([
        'journeys',
        'flows.payments-in',
        'alarms.menu-health',
        'subnets.public',
        'loads.smoke',
      ]),
    )
    expect(findings.every((it) => it.mend.length > 0 && it.what.length > 0)).toBe(true)
  })

  it('tells every range that is none, out of place, too large or over another, also of a VPC that is none', () => {
    const subnets = {
      public: ['10.0.1.7/24', '10.0.2.0/24', '10.0.2.128/25'],
      private: ['', ' 10.0.11.0/24', '010.0.12.0/24'],
      database: ['10.1.21.0/24', '10.0.22.0/29', '10.0.23.0/33'],
    }
    const of = (vpcCidr: string) =>
      check({ ...cloudcafe, vpcCidr, subnets }).map((it) => `${it.where}: ${it.what}`)
    const told = [
      "subnets.public: '10.0.1.7/24' does not begin where a range of its size does",
      "subnets.private: '' is no address range",
      "subnets.private: ' 10.0.11.0/24' is no address range",
      "subnets.private: '010.0.12.0/24' is no address range",
      "subnets.database: '10.0.23.0/33' is no address range",
      'subnets.public: 10.0.2.0/24 overlaps 10.0.2.128/25',
      'subnets.database: 10.0.22.0/29 is no size of AWS',
    ]
    const outside = 'subnets.database: 10.1.21.0/24 is outside 10.0.0.0/16'
    expect(of('10.0.0.0/16').toSorted()).toEqual([...told, outside].sort())
    expect(of('10.0.0.0').toSorted()).toEqual([...told, "vpcCidr: '10.0.0.0' is no address range"].sort())
  })

  it('says where a range of that size would begin', () => {
    const [found] = check({ ...cloudcafe, vpcCidr: '10.0.200.1/16' })
    expect(found).toMatchObject({ where: 'vpcCidr', mend: 'write it as 10.0.0.0/16' })
  })

  it.each([
    ['is no number', { from: 1, to: Number.NaN }],
    ['is nothing', { from: 0, to: 0 }],
    ['has its ends swapped', { from: 40, to: 30 }],
    ['has no end', { from: 1, to: Number.POSITIVE_INFINITY }],
  ])('finds a budget that %s', (_title, dailyBudget) => {
    const operations = { ...cloudcafe.operations, dailyBudget, natGateways: { dev: Number.NaN, prod: 1.5 } }
    expect(where({ ...cloudcafe, operations })).toEqual([
      'operations.dailyBudget',
      'operations.natGateways.dev',
      'operations.natGateways.prod',
    ])
  })

  it.each([
    [
      'a use of nothing',
      { workloads: { menu: { ...cloudcafe.workloads.menu, uses: [{ id: 'mongo', access: 'read' }] } } },
      'workloads.menu.uses',
    ],
    [
      'a function beyond 15 minutes',
      { workloads: { x: { ...cloudcafe.workloads.notifier, timeoutSeconds: 901 } } },
      'workloads.x',
    ],
    [
      'a name too long for a role',
      { workloads: { [`x${'y'.repeat(60)}`]: cloudcafe.workloads.menu } },
      `workloads.x${'y'.repeat(60)}`,
    ],
    [
      'a queue whose dead letters go nowhere',
      { resources: { q: { ...cloudcafe.resources.notification, redrive: { to: 'no', maxReceives: 3 } } } },
      'resources.q',
    ],
    [
      'a share of other connections',
      { resources: { aurora: { ...cloudcafe.resources.aurora, maxConnections: 50 } } },
      'alarms.database-connections',
    ],
    [
      'a period CloudWatch does not know',
      { alarms: { a: { ...cloudcafe.alarms['lambda-errors'], periodSeconds: 45 } } },
      'alarms.a',
    ],
    [
      'a second service network in the VPC',
      { entries: { ...cloudcafe.entries, inner: cloudcafe.entries.lattice } },
      'entries.inner',
    ],
    [
      'a second distribution for the domain',
      { entries: { ...cloudcafe.entries, far: cloudcafe.entries.cdn } },
      'entries.far',
    ],
    [
      'lists of headers for what is no function',
      {
        entries: {
          alb: {
            ...cloudcafe.entries.alb,
            routes: [{ ...cloudcafe.entries.alb.routes[0], multiValueHeaders: true }],
          },
        },
      },
      'entries.alb',
    ],
  ] as const)('finds %s', (_title, change, at) => {
    expect(where({ ...cloudcafe, ...change } as System)).toContain(at)
  })
})
