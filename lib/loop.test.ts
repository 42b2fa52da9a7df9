import { pino } from 'pino'
import { expect, test } from 'vitest'
import { loop } from './loop.ts'

const log = pino({ level: 'silent' })
const NEVER = 1_000_000

test('a loop that sleeps turns when it is woken, and not before', async () => {
  let turns = 0
  const it = loop('test', { everyMs: NEVER }, async () => ++turns < 0, log)
  await it.start?.()
  await expect.poll(() => turns).toBe(1)
  it.wake()
  await expect.poll(() => turns).toBe(2)
  await it.close()
  expect(turns).toBe(2)
})

test('a turn that leaves work is followed at once', async () => {
  let left = 20
  const it = loop('test', { everyMs: NEVER }, async () => --left > 0, log)
  await it.start?.()
  await expect.poll(() => left).toBe(0)
  await it.close()
})

test('a burst of wakes is one turn', async () => {
  let turns = 0
  const it = loop('test', { everyMs: NEVER, gatherMs: 50 }, async () => ++turns < 0, log)
  await it.start?.()
  await expect.poll(() => turns).toBe(1)
  for (let i = 0; i < 100; i += 1) it.wake()
  await expect.poll(() => turns).toBe(2)
  await it.close()
  expect(turns).toBe(2)
})

test('a turn that throws does not end the loop', async () => {
  let turns = 0
  const turn = async () => {
    turns += 1
    throw new Error('broken')
  }
  const it = loop('test', { everyMs: 1 }, turn, log)
  await it.start?.()
  await expect.poll(() => turns).toBeGreaterThan(3)
  await it.close()
})

test('closing waits for the turn under way', async () => {
  const gate = Promise.withResolvers<void>()
  let ended = false
  const turn = async () => {
    await gate.promise
    ended = true
    return false
  }
  const it = loop('test', { everyMs: NEVER }, turn, log)
  await it.start?.()
  const closed = it.close()
  gate.resolve()
  await closed
  expect(ended).toBe(true)
})
