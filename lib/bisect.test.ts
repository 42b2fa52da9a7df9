import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bisect } from './bisect.ts'
import { causeOf } from './causes.ts'
import { comeAgain, HttpError } from './errors.ts'
import { PermanentError } from './messages.ts'
import { comesAgainAfter } from './redelivery.ts'

test('only the guilty items fail, however many there are, and each other one is done', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(60)), fc.uniqueArray(fc.nat(60)), async (items, guilty) => {
      const done = new Set<number>()
      const failed = await bisect(items, async (some) => {
        if (some.some((it) => guilty.includes(it))) throw new Error('one of these')
        for (const it of some) done.add(it)
      })
      expect([...failed.keys()].sort()).toEqual(items.filter((it) => guilty.includes(it)).sort())
      expect([...done].sort()).toEqual(items.filter((it) => !guilty.includes(it)).sort())
    }),
  )
})

test('one guilty item among many costs a call for each halving, not for each item', async () => {
  let calls = 0
  await bisect(
    Array.from({ length: 512 }, (_, n) => n),
    async (some) => {
      calls += 1
      if (some.includes(300)) throw new Error('300')
    },
  )
  expect(calls).toBe(19)
})

test('where a store does not answer, nothing more is asked of it', async () => {
  let calls = 0
  const down = comeAgain(503, 'down', 1)
  const failed = await bisect([1, 2, 3, 4], async (some) => {
    calls += 1
    throw some.length === 4 ? new Error('first') : down
  })
  expect(calls).toBe(2)
  expect([...failed.keys()].sort()).toEqual([1, 2, 3, 4])
  expect(new Set(failed.values())).toEqual(new Set([down]))
})

test('an error tells whether the item, something else or nobody known is guilty', () => {
  const database = (code: string) => Object.assign(new Error('no'), { code, severity: 'ERROR' })
  const answer = (status: number) => new HttpError(status, 'x', 'x')
  for (const it of [new PermanentError('x'), database('22P05'), database('23514'), answer(400), answer(422)])
    expect(causeOf(it), String(it)).toBe('item')
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  const aws = Object.assign(new Error('x'), { $metadata: { httpStatusCode: 503 } })
  const fetched = new TypeError('fetch failed', { cause: refused })
  for (const it of [refused, fetched, aws, database('57P01'), answer(429), answer(503)])
    expect(causeOf(it), String(it)).toBe('outside')
  for (const it of [new TypeError('x is undefined'), database('42P01'), answer(404), 'text'])
    expect(causeOf(it), String(it)).toBe('unknown')
})

test('what nothing mends comes again at once, all else after a wait that grows', () => {
  const backoff = { firstSeconds: 10, factor: 4 }
  expect(comesAgainAfter(new PermanentError('x'), backoff, 2)).toBe(0)
  const waits = [1, 2, 3, 40].map((receives) => comesAgainAfter(new Error('x'), backoff, receives))
  expect(waits).toEqual([10, 40, 160, 43_200])
})
