import { expect, test } from 'vitest'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { playbookOf } from '../playbooks/index.ts'
import { detection } from './detection.ts'
import { madeUpJournal } from './fixture/journal.ts'

const [fault] = madeUpJournal().faults
const at = fault!.startedAt
const playbook = {
  ...playbookOf('cloudcafe', 'smoke'),
  alarms: {
    mustFire: [{ alarm: 'ecs-task-count', after: fault!.id, within: 100 }],
    mustNotFire: ['lambda-errors'],
  },
}
const run = { from: at - 30_000, timeScale: 10, stoppedAt: null }
const of = (alarm: string, ...changes: readonly [number, 'OK' | 'ALARM'][]) => {
  const seen = changes.map(([ms, to]) => ({ alarm, at: at + ms, to, first: false }))
  return detection(playbook, cloudcafe, seen, [fault!], run).find((it) => it.id === alarm)!
}

test('an alarm that must fire is measured from its fault, in scaled time', () => {
  expect(of('ecs-task-count', [8000, 'ALARM'], [20_000, 'OK'])).toMatchObject({
    ok: true,
    seconds: 8,
    allowedSeconds: 10,
    clearedAt: at + 20_000,
  })
  expect(of('ecs-task-count', [12_000, 'ALARM']).ok).toBe(false)
  expect(of('ecs-task-count', [-1000, 'ALARM'])).toMatchObject({ ok: false, firedAt: null })
  expect(of('ecs-task-count').ok).toBe(false)
})

test('an alarm that must stay quiet is wrong when it fires; one of neither list is noted', () => {
  expect(of('lambda-errors').ok).toBe(true)
  expect(of('lambda-errors', [1, 'ALARM']).ok).toBe(false)
  expect(of('high-error-rate', [1, 'ALARM'])).toMatchObject({ ok: true, expected: 'free', firedAt: at + 1 })
})

test('what an alarm did before the run is not of the run', () => {
  expect(of('lambda-errors', [-60_000, 'ALARM']).ok).toBe(true)
})

test('an alarm whose time was cut short need not have fired', () => {
  const stoppedAfter = (ms: number) =>
    detection(playbook, cloudcafe, [], [fault!], { ...run, stoppedAt: at + ms }).find(
      (it) => it.id === 'ecs-task-count',
    )
  expect(stoppedAfter(9000)).toMatchObject({ expected: 'free', ok: true })
  expect(stoppedAfter(11_000)).toMatchObject({ expected: 'fires', ok: false })
})
