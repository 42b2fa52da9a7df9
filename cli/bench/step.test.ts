import { expect, test } from 'vitest'
import { ratesOf } from './step.ts'

const request = (second: number, ok = true) => ({
  sentAt: second * 1000,
  journey: 'order-coffee',
  step: 'order',
  status: ok ? 201 : 503,
  ms: ok ? 20 : 900,
  ok,
  accepted: ok ? { subject: 'order', id: `order-${second}` } : null,
})
const end = (second: number, outcome = 'paid') => ({
  id: `order-${second}`,
  outcome,
  decidedAt: second * 1000,
})
const seconds = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('only what was sent and decided after the start counts', () => {
  const slow = seconds(100, 109).map((it) => ({ ...request(it), ms: 5000 }))
  const load = [...slow, ...seconds(110, 130).map((it) => request(it))]
  const rates = ratesOf(load, [...seconds(90, 129).map((it) => end(it)), end(115, 'refused'), end(131)])
  expect(rates).toMatchObject({ p95Ms: 20, failed: 0 })
  expect(rates.acceptedPerSecond).toBeCloseTo(21 / 20, 2)
  expect(rates.endedPerSecond.paid).toBeCloseTo(20 / 20, 2)
  expect(rates.endedPerSecond.refused).toBeCloseTo(1 / 20, 2)
})

test('what failed was not accepted', () => {
  const load = seconds(0, 20).map((it) => request(it, it % 2 === 0))
  expect(ratesOf(load, [])).toMatchObject({ failed: 5, p95Ms: 900, endedPerSecond: {} })
})
