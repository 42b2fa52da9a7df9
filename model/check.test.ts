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
  ] as const)('finds %s', (_title, change, at) => {
    expect(where({ ...cloudcafe, ...change } as System)).toContain(at)
  })
})
