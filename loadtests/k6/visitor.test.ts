import { expect, test } from 'vitest'
import type { Step } from '../../model/kinds.ts'
import { visitorFindings } from './visitor.ts'

const step = (it: Partial<Step>): Step => ({ name: 'a', method: 'GET', path: '/', expect: 200, ...it })
const findings = (...steps: [Step, ...Step[]]) => {
  const load = { title: '', journeys: ['one'], stages: [] }
  const journeys = { one: { title: '', weight: 100, steps, slo: { availabilityPercent: 99, p95Ms: 1 } } }
  return visitorFindings({ id: 'x', journeys, loads: { load } }, load, { values: { mine: '1' }, bodies: {} })
}

test('a value is known from the visitor, from an earlier step, or of the visit itself', () => {
  expect(
    findings(
      step({ path: '/{mine}', remember: { job: 'id' } }),
      step({ path: '/{job}', headers: { key: '{visit}' } }),
    ),
  ).toEqual([])
})

test('a value that comes later, or never, is found', () => {
  expect(findings(step({ path: '/{job}' }), step({ remember: { job: 'id' } }))).toEqual([
    expect.stringMatching(/journey 'one', step 'a': .*'job'/),
  ])
  expect(findings(step({ headers: { authorization: '{token}' } }))).toEqual([
    expect.stringMatching(/nobody has a value 'token'/),
  ])
})
