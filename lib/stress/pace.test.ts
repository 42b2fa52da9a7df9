import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { processSeconds, threadSeconds, wallSeconds } from './meter.ts'
import { pace } from './pace.ts'

const from = (secondsAgo: number) => new Float64Array([wallSeconds() - secondsAgo, processSeconds()])
function burn(seconds: number): void {
  const end = threadSeconds() + seconds
  while (threadSeconds() < end) createHash('sha256').update('work').digest()
}

test('what others took away is due, but no faster than half as much again as the target', async () => {
  const due = pace(0.5, from(10))
  const [at, used] = [wallSeconds(), processSeconds()]
  await sleep(100)
  // five seconds are due; in a tenth of a second at most 0.75 of it may be caught up
  const now = due()
  expect(now).toBeGreaterThan(0)
  expect(now).toBeLessThanOrEqual(0.75 * (wallSeconds() - at) - (processSeconds() - used) + 0.01)
})

test('whoever is ahead rests until the wall has caught up', () => {
  const due = pace(0.01, from(0))
  burn(0.1)
  expect(due()).toBeLessThan(0)
})

test('nothing is saved up beyond a burst', async () => {
  const due = pace(1, from(60))
  await sleep(400)
  expect(due()).toBeLessThanOrEqual(0.1)
})
