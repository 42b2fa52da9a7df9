import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CpuScaling } from '../../model/kinds.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { horizontalPodAutoscaler, type MakeScaler, targetTracking } from './scaling.ts'

const scaling: CpuScaling = cloudcafe.workloads.order.scaling
const { target, min, max, cooldownOut, cooldownIn } = scaling
const SCALE = 10

/** Runs a scaler for so many seconds of AWS at a CPU that follows the copies; gives the copies second by second. */
function run(make: MakeScaler, seconds: number, cpu: (copies: number) => number, start = min): number[] {
  const scaler = make(scaling, SCALE)
  let copies = start
  return Array.from({ length: seconds / SCALE }, (_, i) => {
    copies = scaler.decide(i * 1000, copies, cpu(copies))
    return copies
  })
}
const changes = (copies: number[]) => copies.filter((it, i) => i > 0 && it !== copies[i - 1]).length

test.each([
  ['target tracking', targetTracking],
  ['HPA', horizontalPodAutoscaler],
])('%s stays within its bounds, and a load that copies share settles at the target', (_, make) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), (load) => {
      const copies = run(make, 7200, (count) => load / count)
      expect(Math.min(...copies)).toBeGreaterThanOrEqual(min)
      expect(Math.max(...copies)).toBeLessThanOrEqual(max)
      const last = copies.at(-1)!
      if (last < max) expect(load / last).toBeLessThanOrEqual(1.1 * target)
      expect(changes(copies.slice(-10))).toBe(0)
    }),
  )
})

test('target tracking waits three minutes before it goes out, and fifteen before it comes in', () => {
  const out = run(targetTracking, 3600, (count) => (4 * target) / count)
  expect(out.findIndex((it) => it > min) * SCALE).toBeGreaterThanOrEqual(180)
  expect(out.findIndex((it) => it > min) * SCALE).toBeLessThan(300)
  expect(out.at(-1)).toBe(4)
  const back = run(targetTracking, 3600, () => 1, 6)
  const first = back.findIndex((it) => it < 6) * SCALE
  expect(first).toBeGreaterThanOrEqual(900)
  expect(back.at(-1)).toBe(min)
})

test('target tracking leaves a cooldown between two steps out', () => {
  const copies = run(targetTracking, 1800, () => 1.2 * target)
  const steps = copies.map((it, i) => (i > 0 && it > copies[i - 1]! ? i * SCALE : 0)).filter(Boolean)
  for (const [i, at] of steps.entries())
    if (i > 0) expect(at - steps[i - 1]!).toBeGreaterThanOrEqual(cooldownOut)
})

test('the HPA keeps within its tolerance, goes out fast, and comes in after its stabilization', () => {
  expect(changes(run(horizontalPodAutoscaler, 1800, () => 1.09 * target, 4))).toBe(0)
  const out = run(horizontalPodAutoscaler, 300, (count) => (4 * target) / count)
  expect(out.indexOf(4) * SCALE).toBeLessThan(cooldownOut)

  const scaler = horizontalPodAutoscaler(scaling, SCALE)
  let copies = 6
  let came: number | null = null
  for (let at = 0; at < 1200 / SCALE && came === null; at++) {
    const busy = at * SCALE < 120
    copies = scaler.decide(at * 1000, copies, busy ? target : 1)
    if (copies < 6) came = at * SCALE
  }
  expect(came).toBeGreaterThanOrEqual(cooldownIn)
})
