import { expect, test } from 'vitest'
import { madeUpJournal } from './fixture/journal.ts'
import { verdictOf } from './verdict.ts'

const journal = madeUpJournal()
const met = {
  ...journal,
  steadyState: [],
  recovery: [],
}
const ended = { stopped: null, heldBack: null, left: [], blind: [] }
const violated = { ...met, invariants: journal.invariants.map((it) => ({ ...it, ok: false, violations: 1 })) }
const uncounted = {
  ...journal,
  invariants: journal.invariants.map((it) => ({ ...it, ok: false, notCounted: 'the store is away' })),
}
const [fault] = journal.faults
const unseen = {
  ...met,
  faults: [{ ...fault!, landed: { ok: false, unseen: true, evidence: 'away' } as const }],
}

test.each([
  ['all met', met, ended, 0],
  ['a late recovery', journal, ended, 10],
  ['nothing injected', met, { ...ended, heldBack: 'an alarm is on' }, 10],
  ['stopped by a stop condition', journal, { ...ended, stopped: 'an alarm' }, 11],
  ['an invariant violated, whatever else', violated, { ...ended, stopped: 'an alarm' }, 13],
  ['not counted comes before not met', uncounted, ended, 14],
  ['an effect that could not be seen', unseen, ended, 14],
  ['alarms that could not be seen', met, { ...ended, blind: ['alarms could not be seen: away'] }, 14],
  ['something left behind comes first', violated, { ...ended, left: ['experiment EXP1'] }, 12],
] as const)('%s', (_, measured, ending, exitCode) => {
  expect(verdictOf(measured, ending).exitCode).toBe(exitCode)
})

test('every miss is said once, in words', () => {
  const { misses } = verdictOf(journal, ended)
  expect(misses.filter((it) => it.includes('RDS failover'))).toHaveLength(1)
  expect(misses.filter((it) => it.includes('order-coffee'))).toHaveLength(1)
  expect(misses).toHaveLength(2)
})
