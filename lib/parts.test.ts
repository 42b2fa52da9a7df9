import { pino } from 'pino'
import { expect, test } from 'vitest'
import { type Component, starting } from './parts.ts'

const log = pino({ level: 'silent' })
const close = async () => undefined

test('parts start in order, each until it succeeds, and say what they wait for', async () => {
  const order: string[] = []
  let up = false
  const database: Component = {
    close,
    start: async () => {
      if (!up) throw new Error('no database')
      order.push('database')
    },
  }
  const consumer: Component = { close, start: async () => void order.push('consumer') }
  const boot = starting([database, consumer], log)
  const begun = boot.begin()
  await expect.poll(() => boot.notReady?.()).toBe('starting: no database')
  up = true
  await begun
  expect([order, await boot.notReady?.()]).toEqual([['database', 'consumer'], null])
})

test('closing ends the waiting', async () => {
  const failing = async () => {
    throw new Error('never')
  }
  const boot = starting([{ close, start: failing }], log)
  const begun = boot.begin()
  await boot.close()
  await begun
  expect(await boot.notReady?.()).toContain('starting')
})
