import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loyalty } from '../../../model/systems/cloudcafe/seed.ts'
import { batchCalculation, calculated } from './batch-calculation.ts'
import { customerRecords } from './customer-records.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'batch-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function seeded(from: number, to: number) {
  const records = customerRecords(folder, from, to)
  let pieces = 0
  while (records.seed(7)) pieces += 1
  return { records, pieces }
}

test('records are written once, in order, and come again after the last', () => {
  const { records, pieces } = seeded(100, 150)
  expect(pieces).toBe(Math.ceil(50 / 7))
  const all = [...records.next(30), ...records.next(30)]
  expect(all.map((it) => it.number)).toEqual(Array.from({ length: 50 }, (_, n) => 100 + n))
  expect(records.next(1)[0]).toEqual(all[0])
  const size = statSync(join(folder, 'customers-100-150.records')).size
  const again = seeded(100, 150)
  expect(again.pieces).toBe(0)
  expect(again.records.next(50)).toEqual(all)
  expect(statSync(join(folder, 'customers-100-150.records')).size).toBe(size)
})

test('two that write the same file make the same records', () => {
  const [one, other] = [customerRecords(folder, 0, 40), customerRecords(folder, 0, 40)]
  while (one.seed(3)) other.seed(5)
  expect(other.seed(5)).toBe(false)
  expect(one.next(40)).toEqual(other.next(40))
  expect(one.next(40).map((it) => it.number)).toEqual(Array.from({ length: 40 }, (_, n) => n))
})

test('a year adds its points month by month, and a tier is reached with them', () => {
  const gold = loyalty.tiers[2]
  const spentCents = [gold.from * loyalty.centsPerPoint, 5, ...Array.from({ length: 10 }, () => 0)]
  const year = calculated({ number: 7, points: 0, spentCents })
  expect(year).toMatchObject({ points: gold.from, promotions: 1, next: { tier: 'platinum' } })
  expect(new Set(year.tiers)).toEqual(new Set([gold.name]))
})

test('threads share the customers, and seeding is no work done', () => {
  const part = { threads: 2, size: 300, folder }
  const [first, second] = [batchCalculation({ ...part, index: 0 }), batchCalculation({ ...part, index: 1 })]
  expect([first(), second()]).toEqual([0, 0])
  expect([first(), second()]).toEqual([25, 25])
  expect(statSync(join(folder, 'customers-0-150.records')).size).toBe(
    statSync(join(folder, 'customers-150-300.records')).size,
  )
})
