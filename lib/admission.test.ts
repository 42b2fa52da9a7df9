import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { admission } from './admission.ts'

const LIMITS = { targetMs: 100, waitMs: 20, fewest: 2, most: 16 }

/** A gate with a clock of its own, and requests that take so long. */
function gated() {
  let at = 0
  const gate = admission(LIMITS, () => at)
  const serve = async (tookMs: number, count: number) => {
    for (let i = 0; i < count; i++) {
      const turn = await gate.enter()
      at += tookMs
      turn?.leave()
    }
  }
  return { gate, serve }
}

test('late answers make the limit small, answers in time make it grow again, within its bounds', async () => {
  const { gate, serve } = gated()
  expect(gate.limit()).toBe(LIMITS.most)
  await serve(150, 5)
  expect(gate.limit()).toBe(Math.floor(LIMITS.most * 0.7))
  await serve(150, 100)
  expect(gate.limit()).toBe(LIMITS.fewest)
  await serve(30, 10)
  expect(gate.limit()).toBeGreaterThan(LIMITS.fewest)
  await serve(30, 1000)
  expect(gate.limit()).toBe(LIMITS.most)
})

test('one that finds no place waits for its turn in order, and is shed where none comes', async () => {
  const { gate } = gated()
  const inside = await Promise.all(Array.from({ length: LIMITS.most }, gate.enter))
  const [first, second] = [gate.enter(), gate.enter()]
  inside[0]!.leave()
  expect(await first).not.toBeNull()
  expect(await second).toBeNull()
})

test('a queue that could not be worked off in time takes nobody more', async () => {
  const { gate } = gated()
  for (let i = 0; i < LIMITS.most; i++) void (await gate.enter())
  const waiting = Array.from({ length: LIMITS.most }, gate.enter)
  expect(await Promise.race([gate.enter(), sleep(LIMITS.waitMs / 2, 'still waits')])).toBeNull()
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => null))
})

test('whoever leaves twice frees one place', async () => {
  const { gate } = gated()
  const inside = await Promise.all(Array.from({ length: LIMITS.most }, gate.enter))
  inside[0]!.leave()
  inside[0]!.leave()
  expect(await gate.enter()).not.toBeNull()
  expect(await gate.enter()).toBeNull()
})

test('never are more at work than the limit was when they came', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(300), fc.boolean()), { maxLength: 200 }), async (steps) => {
      let at = 0
      const gate = admission({ ...LIMITS, waitMs: 0 }, () => at)
      const inside: { leave: () => void }[] = []
      for (const [ms, comes] of steps) {
        at += ms
        const room = inside.length < gate.limit()
        if (comes) {
          const turn = room ? await gate.enter() : null
          if (room) expect(turn).not.toBeNull()
          if (turn) inside.push(turn)
        } else inside.shift()?.leave()
        expect(inside.length).toBeLessThanOrEqual(LIMITS.most)
        expect(gate.limit()).toBeGreaterThanOrEqual(LIMITS.fewest)
      }
    }),
  ))
