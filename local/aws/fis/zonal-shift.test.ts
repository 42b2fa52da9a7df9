import { afterEach, beforeEach, expect, test } from 'vitest'
import { experimentOf } from '../../../chaos/experiments/index.ts'
import { templateOf } from '../../../chaos/experiments/template.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { testClient } from './fixture/client.ts'
import { type TestWorld, testWorld } from './fixture/world.ts'

let it: TestWorld
let fis: ReturnType<typeof testClient>
beforeEach(async () => {
  it = await testWorld()
  fis = testClient(it.client)
})
afterEach(() => it.close())

const [zone, other] = cloudcafe.zones
const evacuation = (parameters: Record<string, string> = {}) => {
  const { actions, ...rest } = templateOf(experimentOf('cloudcafe', 'zone-evacuation'))
  const own = { ...actions!.shift!.parameters, ...parameters }
  return { ...rest, actions: { shift: { ...actions!.shift!, parameters: own } } }
}

test('a balancer sends nothing to a zone until the experiment is stopped; others go on', async () => {
  for (let n = 0; n < 3; n += 1) it.runtimes.ecs.add('order')
  const id = await fis.start(evacuation({ duration: 'PT12H' }))
  await fis.running(id, 'shift')
  const { isOut } = it.world.shifts
  expect([isOut('alb', zone), isOut('alb', other), isOut('nlb', zone)]).toEqual([true, false, false])
  await fis.stop(id)
  expect((await fis.ended(id)).state!.status).toBe('stopped')
  expect(isOut('alb', zone)).toBe(false)
  expect(it.api.verdicts(id)).toMatchObject([
    {
      landed: { ok: true, evidence: '1 of 3 targets of alb got no traffic' },
      clean: { ok: true, evidence: 'the zone gets its traffic' },
    },
  ])
})

test.each([
  [
    'of a status that none has',
    { zonalAutoshiftStatus: 'ENABLED' },
    /no target of type ALB has zonal autoshift ENABLED/,
  ],
  ['of a type that the target is not', { managedResourceTypes: 'NLB' }, /no target of type NLB/],
  [
    'out of a zone that is none',
    { availabilityZoneIdentifier: 'us-east-1z' },
    /is not in us-east-1z: it is in/,
  ],
])('a shift %s fails, and nothing is shifted', async (_name, parameters, message) => {
  const id = await fis.start(evacuation(parameters))
  expect((await fis.ended(id)).state!.reason).toMatch(message)
  expect(cloudcafe.zones.some((one) => it.world.shifts.isOut('alb', one))).toBe(false)
})
