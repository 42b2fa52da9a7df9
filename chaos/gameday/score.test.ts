import fc from 'fast-check'
import { expect, test } from 'vitest'
import { madeUpJournal } from './fixture/journal.ts'
import { CAP_WITH_VIOLATION, type Course, scoreOf, scoreText } from './score.ts'
import { type Asked, WEIGHTS } from './score-parts.ts'

const { steadyState, alarms, recovery, invariants, asked } = madeUpJournal()
const met = {
  steadyState: steadyState.map((it) => ({ ...it, ok: true })),
  alarms: alarms.map((it) => ({ ...it, ok: true })),
  recovery: recovery.map((it) => ({ ...it, ok: true })),
  invariants: invariants.map((it) => ({ ...it, ok: true })),
}
const whole: Course = { stopped: null, injected: true, asked }
const without = (part: keyof Asked): Course => ({ ...whole, asked: { ...asked, [part]: 0 } })
const partOf = (id: keyof Asked, ...of: Parameters<typeof scoreOf>) =>
  scoreOf(...of).parts.find((it) => it.id === id)

test('the weights make a hundred, and all met is a hundred', () => {
  expect(Object.values<number>(WEIGHTS).reduce((a, b) => a + b)).toBe(100)
  const score = scoreOf(met, whole)
  expect(score).toMatchObject({ points: 100, grade: 'excellent', capped: false })
  expect(scoreText(score)).toBe('100 of 100, excellent')
})

test('a violated invariant caps the score', () => {
  const violated = met.invariants.map((it) => ({ ...it, ok: false, violations: 1 }))
  expect(scoreOf({ ...met, invariants: violated }, whole)).toMatchObject({
    points: CAP_WITH_VIOLATION,
    capped: true,
  })
})

test('a later recovery never scores more than an earlier one', () => {
  const late = (awsSeconds: number) =>
    scoreOf({ ...met, recovery: [{ ...recovery[0]!, awsSeconds, ok: awsSeconds <= 90 }] }, whole).points!
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 0, max: 2000 }), (one, more) => {
      expect(late(one + more)).toBeLessThanOrEqual(late(one))
    }),
  )
})

test('what never came back counts nothing', () => {
  const never = [
    { ...recovery[0]!, awsSeconds: null, seconds: null, verdict: 'not recovered', ok: false },
  ] as const
  expect(scoreOf({ ...met, recovery: never }, whole).points).toBe(100 - WEIGHTS.recovery)
})

test.each([
  ['recovery', { ...met, recovery: [] }, 'the playbook names no recovery target'],
  ['invariants', { ...met, invariants: [] }, 'the system has no invariants'],
  [
    'detection',
    { ...met, alarms: met.alarms.map((it) => ({ ...it, expected: 'free' as const })) },
    'the playbook names no alarm',
  ],
  ['steadyState', { ...met, steadyState: [] }, 'the playbook names no steady state'],
] as const)('no %s is no failure, and is said', (id, outcomes, why) => {
  expect(scoreOf(outcomes, without(id))).toMatchObject({ points: 100, grade: 'excellent' })
  expect(partOf(id, outcomes, without(id))).toMatchObject({ points: null, share: null, why })
})

test('what was asked for and not counted is not scored either, nor held to be unasked', () => {
  const away = met.invariants.map((it) => ({ ...it, ok: false, notCounted: 'the store is away' }))
  const unseen = met.recovery.map((it) => ({ ...it, ok: false, verdict: 'not seen' as const }))
  const outcomes = { ...met, invariants: away, recovery: unseen }
  expect(scoreOf(outcomes, whole).points).toBe(100)
  for (const id of ['invariants', 'recovery'] as const)
    expect(partOf(id, outcomes, whole)).toMatchObject({ points: null, why: 'not counted' })
})

test('a day that was stopped has no grade, and alarms that were quiet until then no points', () => {
  const quiet = met.alarms.map((it) => ({ ...it, expected: 'stays quiet' as const, firedAt: null }))
  const course = { ...whole, stopped: 'by the operator' }
  const outcomes = { ...met, alarms: quiet, invariants: [] }
  expect(scoreOf(outcomes, course)).toMatchObject({
    points: null,
    grade: null,
    ungraded: 'stopped by the operator',
  })
  expect(partOf('detection', outcomes, course)).toMatchObject({ points: null, why: 'not counted' })
  expect(partOf('invariants', outcomes, course)).toMatchObject({ points: null, why: 'not counted' })
  expect(partOf('recovery', outcomes, course)).toMatchObject({ points: WEIGHTS.recovery })
})

test('a day on which nothing was injected has no grade, and no points for what nobody tried', () => {
  const quiet = met.alarms.map((it) => ({ ...it, expected: 'stays quiet' as const, firedAt: null }))
  const outcomes = { steadyState: [], alarms: quiet, recovery: [], invariants: [] }
  const score = scoreOf(outcomes, { ...whole, injected: false })
  expect(scoreText(score)).toBe('not graded: nothing was injected')
  expect(score.parts.map((it) => it.points)).toEqual([null, null, null, null])
})
