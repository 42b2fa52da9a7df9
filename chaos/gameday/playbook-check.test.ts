import { expect, test } from 'vitest'
import { systemOf } from '../../model/systems/index.ts'
import { playbookOf } from '../playbooks/index.ts'
import { drills, drillsOf } from '../systems.ts'
import { playbookFindings } from './playbook-check.ts'

const experimentsOf = (system: string) => drillsOf(system).experiments.map((it) => it.id)
const known = experimentsOf('cloudcafe')
const all = Object.entries(drills).flatMap(([system, { playbooks }]) =>
  playbooks.map((it) => [system, it.id, it] as const),
)

test.each(all)('%s: %s is sound', (system, _, playbook) => {
  expect(playbookFindings(playbook, systemOf(system), experimentsOf(system))).toEqual([])
})

test('what could never be seen is found', () => {
  const good = playbookOf('cloudcafe', 'smoke')
  const findingsOf = (evidence: (typeof good.injects)[0]['evidence']) =>
    playbookFindings({ ...good, injects: [{ ...good.injects[0], evidence }] }, systemOf('cloudcafe'), known)
  expect(findingsOf({ kind: 'copies', workload: 'payment-processor' })).toEqual([
    expect.stringMatching(/has no copies/),
  ])
  expect(findingsOf({ kind: 'invocations', workload: 'order' })).toEqual([
    expect.stringMatching(/never invoked/),
  ])
  expect(findingsOf({ kind: 'writer', resource: 'elasticache' })).toEqual([
    expect.stringMatching(/has no writer/),
  ])
})

test('all that is wrong is found at once, and says what is known', () => {
  const good = playbookOf('cloudcafe', 'smoke')
  const inject = good.injects[0]
  const bad = {
    ...good,
    load: 'evening-rush',
    injects: [inject, { ...inject, at: 1, experiment: 'tea-spill' }] as const,
    alarms: {
      mustFire: [{ alarm: 'lambda-errors', after: 'nothing', within: 60 }],
      mustNotFire: ['lambda-errors', 'smoke-detector'],
    },
    recovery: [
      { target: 'ecs-task-kill', after: inject.id, measure: { kind: 'step', step: 'tip', ms: 1 } },
    ] as const,
  }
  const findings = playbookFindings(bad, systemOf('cloudcafe'), known).join('\n')
  for (const wrong of [
    'evening-rush',
    'tea-spill',
    'nothing',
    'smoke-detector',
    'tip',
    'twice',
    'must not',
    'within the baseline',
  ])
    expect(findings).toContain(wrong)
  expect(findings).toContain('known are smoke')
})

test('an inject after the load would hit nobody', () => {
  const good = playbookOf('cloudcafe', 'smoke')
  const late = { ...good, injects: [{ ...good.injects[0], at: 100_000 }] as const }
  expect(playbookFindings(late, systemOf('cloudcafe'), known)).toEqual([
    expect.stringContaining('comes after the load'),
  ])
})

test('an unknown playbook is an error that lists the known ones', () => {
  expect(() => playbookOf('cloudcafe', 'nope')).toThrow(/morning-rush/)
})
