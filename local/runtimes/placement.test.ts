import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { emptiestZone, leavers } from './placement.ts'

const { zones } = cloudcafe
const spread = (of: readonly { copy: { zone: string } }[]) => {
  const counts = zones.map((zone) => of.filter((it) => it.copy.zone === zone).length)
  return Math.max(...counts) - Math.min(...counts)
}
const placed = (count: number) => {
  const all: {
    copy: { zone: (typeof zones)[number]; healthy: boolean; startedAt: number }
    generation: number
  }[] = []
  for (let i = 0; i < count; i++)
    all.push({ copy: { zone: emptiestZone(zones, all), healthy: true, startedAt: i }, generation: 1 })
  return all
}

test('copies are spread over the zones when they come, and stay so when some go', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(25), (count, surplus) => {
      const all = placed(count)
      expect(spread(all)).toBeLessThanOrEqual(1)
      const going = leavers(all, surplus, 1)
      expect(going).toHaveLength(Math.min(surplus, count))
      expect(spread(all.filter((it) => !going.includes(it)))).toBeLessThanOrEqual(1)
    }),
  )
})

test('old generations go before sick copies, and these before young ones', () => {
  const [old, sick, young, steady] = placed(4)
  const all = [
    { ...steady!, name: 'steady', generation: 2, copy: { ...steady!.copy, startedAt: 0 } },
    { ...young!, name: 'young', generation: 2, copy: { ...young!.copy, zone: steady!.copy.zone } },
    { ...sick!, name: 'sick', generation: 2, copy: { ...sick!.copy, healthy: false } },
    { ...old!, name: 'old' },
  ]
  expect(leavers(all, 3, 2).map((it) => it.name)).toEqual(['old', 'sick', 'young'])
})
