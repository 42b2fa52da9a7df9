import fc from 'fast-check'
import { expect, test } from 'vitest'
import { madeUpJournal } from './fixture/journal.ts'
import { CAP_WITH_VIOLATION, scoreOf, WEIGHTS } from './score.ts'

const { steadyState, alarms, recovery, invariants } = madeUpJournal()
const met = {
  steadyState: steadyState.map((it) => ({ ...it, ok: true })),
  alarms: alarms.map((it) => ({ ...it, ok: true })),
  recovery: recovery.map((it) => ({ ...it, ok: true })),
  invariants: invariants.map((it) => ({ ...it, ok: true })),
}

test('the weights make a hundred, and all met is a hundred', () => {
  expect(Object.values<number>(WEIGHTS).reduce((a, b) => a + b)).toBe(100)
  expect(scoreOf(met)).toMatchObject({ points: 100, grade: 'excellent', capped: false })
})

test('a violated invariant caps the score', () => {
  const violated = met.invariants.map((it) => ({ ...it, ok: false, violations: 1 }))
  expect(scoreOf({ ...met, invariants: violated })).toMatchObject({
    points: CAP_WITH_VIOLATION,
    capped: true,
  })
})

test('a later recovery never scores more than an earlier one', () => {
  const late = (awsSeconds: number) =>
    scoreOf({ ...met, recovery: [{ ...recovery[0]!, awsSeconds, ok: awsSeconds <= 90 }] }).points
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 0, max: 2000 }), (one, more) => {
      expect(late(one + more)).toBeLessThanOrEqual(late(one))
    }),
  )
})

test('what never came back counts nothing', () => {
  const never = [{ ...recovery[0]!, awsSeconds: null, seconds: null, ok: false }]
  expect(scoreOf({ ...met, recovery: never }).points).toBe(100 - WEIGHTS.recovery)
})
