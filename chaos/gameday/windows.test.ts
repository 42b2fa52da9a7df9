import { expect, test } from 'vitest'
import { madeUpJournal } from './fixture/journal.ts'
import { isCutOff } from './play.ts'
import { isCutShort } from './recovery.ts'
import { windowsOf } from './windows.ts'

const [fault] = madeUpJournal().faults
const [recovery] = madeUpJournal().recovery
const at = fault!.startedAt
const load = { from: at - 60_000, baselineEnd: at - 10_000, to: at + 6000 }

test("the seconds of a fault are the fault's, also where no recovery from it was measured", () => {
  const held = { ...fault!, endedAt: at + 6500 }
  expect(windowsOf(load, [held], [], true)).toEqual({
    before: { from: load.from, to: load.baselineEnd },
    during: { from: at, to: load.to },
  })
  const after = { ...load, to: at + 20_000 }
  expect(windowsOf(after, [held], [], true)).toMatchObject({
    during: { from: at, to: at + 6500 },
    after: { from: at + 6500, to: after.to },
  })
})

test('what had no answer when the load was stopped is cut off; what had none before has failed', () => {
  const request = { sentAt: at, journey: 'browse', step: 'look', status: 0, ms: 0, ok: false, accepted: null }
  expect(isCutOff(request, at)).toBe(true)
  expect(isCutOff({ ...request, sentAt: at - 3000, ms: 3000 }, at)).toBe(true)
  expect(isCutOff({ ...request, sentAt: at - 3000, ms: 2000 }, at)).toBe(false)
  expect(isCutOff({ ...request, status: 503 }, at)).toBe(false)
  expect(isCutOff(request, null)).toBe(false)
})

test('a recovery is measured once it has held, or once its time is over', () => {
  const of = (seconds: number | null, stoppedAfter: number) =>
    isCutShort({ ...recovery!, seconds, allowed: { from: 60, to: 90 } }, at, at + stoppedAfter, 10)
  expect([of(4, 9000), of(4, 10_500)]).toEqual([true, false])
  expect([of(null, 8000), of(null, 9500)]).toEqual([true, false])
  expect(isCutShort(recovery!, at, null, 10)).toBe(false)
})
