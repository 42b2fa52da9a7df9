import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Request } from '../../loadtests/record.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { recoveredAt, recoveryOf } from './recovery.ts'

const bounds = { from: 1000, until: 60_000, holdMs: 5000 }
const well = (from: number, to: number) => stretch(from, to, true)
const unwell = (from: number, to: number) => stretch(from, to, false)
const stretch = (from: number, to: number, ok: boolean) =>
  Array.from({ length: (to - from) / 100 }, (_, i) => ({ at: from + i * 100, ok }))

test('recovery is the first good moment after the outage', () => {
  const spans = [...well(1000, 2000), ...unwell(2000, 6000), ...well(6000, 20_000)]
  expect(recoveredAt(spans, bounds)).toBe(6000)
})

test('a short return within the outage does not count', () => {
  const spans = [...unwell(2000, 3000), ...well(3000, 3500), ...unwell(3500, 6000), ...well(6000, 20_000)]
  expect(recoveredAt(spans, bounds)).toBe(6000)
})

test('what never went wrong needs no time; what stays bad never comes back', () => {
  expect(recoveredAt(well(1000, 20_000), bounds)).toBe(bounds.from)
  expect(recoveredAt(unwell(1000, 20_000), bounds)).toBeNull()
})

test('after recovery nothing is bad for as long as it must hold, whatever was seen', () => {
  const span = fc.record({ at: fc.integer({ min: 0, max: 70_000 }), ok: fc.boolean() })
  fc.assert(
    fc.property(fc.array(span), (spans) => {
      const at = recoveredAt(spans, bounds)
      if (at === null) return
      expect(at).toBeGreaterThanOrEqual(bounds.from)
      const held = spans.filter((it) => it.at >= at && it.at < at + bounds.holdMs && it.at <= bounds.until)
      expect(held.every((it) => it.ok)).toBe(true)
    }),
  )
})

const order = (sentAt: number, ok: boolean, ms = 20): Request => ({
  sentAt,
  journey: 'order-coffee',
  step: 'order',
  status: ok ? 201 : 503,
  ms,
  ok,
  accepted: null,
})

test.each([
  { backAt: 5000, verdict: 'within' },
  { backAt: 2000, verdict: 'faster' },
  { backAt: 9000, verdict: 'late' },
] as const)('writes back after $backAt ms at time scale 10 are $verdict', ({ backAt, verdict }) => {
  const requests = [
    order(100, false),
    // an answer that came, but only after the outage, is no recovery either
    order(backAt - 100, true, 4000),
    ...well(backAt, 20_000).map(({ at }) => order(at, true)),
  ]
  const result = recoveryOf(
    { target: 'rds-failover', after: 'x', measure: { kind: 'step', step: 'order', ms: 1000 } },
    cloudcafe,
    { requests, copies: [] },
    { from: 0, until: 30_000 },
    { timeScale: 10, periodSeconds: 1 },
  )
  expect(result).toMatchObject({ verdict, seconds: backAt / 1000, awsSeconds: backAt / 100 })
})

test('a fault that nobody felt is told from a fast recovery', () => {
  const result = recoveryOf(
    { target: 'rds-failover', after: 'x', measure: { kind: 'step', step: 'order', ms: 1000 } },
    cloudcafe,
    { requests: well(100, 20_000).map(({ at }) => order(at, true)), copies: [] },
    { from: 0, until: 30_000 },
    { timeScale: 10, periodSeconds: 1 },
  )
  expect(result).toMatchObject({ verdict: 'no outage', seconds: 0, ok: true })
})

test('copies count against those wanted when the fault came, not against what scaling wants later', () => {
  const sample = (at: number, running: number, desired: number) => ({
    at,
    workload: 'order',
    running,
    desired,
    healthy: running,
  })
  const copies = [sample(0, 2, 2), sample(2000, 1, 2), sample(8000, 2, 3), sample(9000, 2, 3)]
  const result = recoveryOf(
    { target: 'ecs-task-kill', after: 'x', measure: { kind: 'copies', workload: 'order' } },
    cloudcafe,
    { requests: [], copies },
    { from: 1000, until: 30_000 },
    { timeScale: 10, periodSeconds: 1 },
  )
  expect(result).toMatchObject({ seconds: 7, verdict: 'within' })
})

test('copies that are seen once a minute may have come back a minute before they were seen', () => {
  const sample = (at: number, running: number) => ({
    at,
    workload: 'order',
    running,
    desired: 2,
    healthy: running,
  })
  const ofMinutes = (bad: number) =>
    recoveryOf(
      { target: 'ecs-task-kill', after: 'x', measure: { kind: 'copies', workload: 'order' } },
      cloudcafe,
      { requests: [], copies: [0, 1, 2, 3, 4, 5].map((n) => sample(n * 60_000, n > 0 && n <= bad ? 1 : 2)) },
      { from: 20_000, until: 600_000 },
      { timeScale: 1, periodSeconds: 60 },
    )
  expect(ofMinutes(1)).toMatchObject({ seconds: 100, verdict: 'within' })
  expect(ofMinutes(2)).toMatchObject({ seconds: 160, verdict: 'late' })
})
