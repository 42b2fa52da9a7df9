import { expect, test } from 'vitest'
import { systemOf } from '../../model/systems/index.ts'
import { experiments } from '../experiments/index.ts'
import { playbookOf, playbooks } from '../playbooks/index.ts'
import { playbookFindings } from './playbook-check.ts'

const known = experiments.map((it) => it.id)

test.each(playbooks.map((it) => [it.id, it] as const))('%s is sound', (_, playbook) => {
  expect(playbookFindings(playbook, systemOf(playbook.system), known)).toEqual([])
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
