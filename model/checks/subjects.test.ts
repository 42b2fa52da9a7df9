import { expect, it } from 'vitest'
import { check } from '../check.ts'
import type { Step, System } from '../kinds.ts'
import { cloudcafe } from '../systems/cloudcafe/index.ts'

const { order } = cloudcafe.subjects
const withTruth = (truth: System['subjects'][string]['truth']): System => ({
  ...cloudcafe,
  subjects: { order: { ...order, truth } },
})
const withStep = (step: Partial<Step>): System => {
  const { 'order-coffee': journey, ...journeys } = cloudcafe.journeys
  const [menu, place, look] = journey.steps
  return {
    ...cloudcafe,
    journeys: { ...journeys, 'order-coffee': { ...journey, steps: [menu, { ...place, ...step }, look] } },
  }
}
const { frontDoor: _, ...closed } = cloudcafe

it.each<[string, System, string, RegExp]>([
  ['a truth that is no resource', withTruth({ store: 'books' }), 'subjects.order.truth', /is no resource/],
  ['a database without a secret', withTruth({ store: 'aurora' }), 'subjects.order.truth', /inside the VPC/],
  [
    'the secret of another store',
    withTruth({ store: 'aurora', secret: 'documentdb-secret' }),
    'subjects.order.truth',
    /does not open 'aurora'/,
  ],
  [
    'an unknown subject',
    withStep({ accepts: 'tea' }),
    'journeys.order-coffee.steps.order',
    /'tea', which is no subject/,
  ],
  [
    'a subject without an id',
    withStep({ remember: {} }),
    'journeys.order-coffee.steps.order',
    /remembers no id/,
  ],
  [
    'a step of two words',
    withStep({ name: 'order it' }),
    'journeys.order-coffee.steps.order it',
    /not one word/,
  ],
  ['a door that is no entry', { ...cloudcafe, frontDoor: 'back' }, 'frontDoor', /'back' is no entry/],
  ['loads without a door', closed, 'frontDoor', /no entry to go to/],
])('%s is found', (_title, system, where, what) => {
  expect(check(system)).toContainEqual(expect.objectContaining({ where, what: expect.stringMatching(what) }))
})

it('a truth that AWS’s API tells needs no secret', () => {
  expect(check(withTruth({ store: 'active-orders' }))).toEqual([])
})
