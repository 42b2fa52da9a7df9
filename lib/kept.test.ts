import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { kept } from './kept.ts'

const LONG = 60_000

/** A source whose loads are counted and can be made to fail or to wait. */
function source() {
  const it = { loads: 0, down: false, gate: Promise.resolve() }
  const load = async () => {
    const n = ++it.loads
    await it.gate
    if (it.down) throw new Error('down')
    return n
  }
  return { it, load }
}
const ignore = () => undefined

test('many who ask at once wait for one load', async () => {
  const { it, load } = source()
  const value = kept(LONG, load, ignore)
  expect(new Set(await Promise.all(Array.from({ length: 50 }, value.get)))).toEqual(new Set([1]))
  expect(it.loads).toBe(1)
})

test('nobody waits while the last value is young', async () => {
  const { it, load } = source()
  const value = kept(50, load, ignore)
  await value.get()
  await sleep(60)
  const gate = Promise.withResolvers<void>()
  it.gate = gate.promise
  expect(await value.get()).toBe(1)
  gate.resolve()
  await expect.poll(value.get).toBeGreaterThan(1)
})

test('a source that is down leaves the last value and is told of', async () => {
  const { it, load } = source()
  const told: unknown[] = []
  const value = kept(1, load, (why) => told.push(why))
  await value.get()
  it.down = true
  await sleep(50)
  expect(await value.get()).toBe(1)
  expect(told).toHaveLength(1)
})

test('without any value the failure is the answer, and the next one asks again', async () => {
  const { it, load } = source()
  it.down = true
  const value = kept(LONG, load, ignore)
  await expect(value.get()).rejects.toThrow('down')
  it.down = false
  expect(await value.get()).toBe(2)
})
