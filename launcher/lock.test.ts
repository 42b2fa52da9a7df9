import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { free, holderOf, take } from './lock.mjs'

let folder: string
const lock = () => join(folder, 'system.lock')
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A process of its own that tries to take the lock, says whether it has, and lives until it is killed. */
const other = () =>
  execa(process.execPath, [
    '--input-type=module',
    '-e',
    `import { take } from ${JSON.stringify(new URL('./lock.mjs', import.meta.url).href)}
     console.log(take(${JSON.stringify(lock())}, 'load smoke'))
     setInterval(() => {}, 1000)`,
  ])
const answer = async (it: ReturnType<typeof other>): Promise<boolean> => {
  const [said] = await once(it.stdout!, 'data')
  return String(said).trim() === 'true'
}
const killed = async (it: ReturnType<typeof other>) => {
  it.kill('SIGKILL')
  await it.catch(() => undefined)
}

test('who holds it is told, and only its holder gives it back', async () => {
  const holder = other()
  try {
    expect(await answer(holder)).toBe(true)
    expect(take(lock())).toBe(false)
    expect(holderOf(lock())).toMatchObject({ pid: holder.pid, what: 'load smoke' })
    expect(Date.parse(holderOf(lock())!.since)).toBeLessThanOrEqual(Date.now())
    free(lock())
    expect(holderOf(lock())?.pid).toBe(holder.pid)
  } finally {
    await killed(holder)
  }
  expect(holderOf(lock())).toBeNull()
})

test('of many that find the lock of a dead one, one alone takes it', async () => {
  const dead = other()
  await answer(dead)
  await killed(dead)
  const all = Array.from({ length: 8 }, other)
  try {
    const taken = await Promise.all(all.map(answer))
    expect(taken.filter(Boolean)).toHaveLength(1)
  } finally {
    await Promise.all(all.map(killed))
  }
  expect(readdirSync(folder)).toEqual(['system.lock'])
})

const reused = { pid: process.pid, started: '1', since: '2026-01-01T00:00:00.000Z', what: 'gameday smoke' }
test.each([
  ['is empty', ''],
  ['is cut off', '{"pid":1,"star'],
  ['is no object', 'null'],
  ['names no process', '{"pid":"1"}'],
  ['names a pid that was given again', JSON.stringify(reused)],
])('a lock that %s holds nobody up', (_, text) => {
  writeFileSync(lock(), text)
  expect(holderOf(lock())).toBeNull()
  expect(take(lock(), 'load smoke')).toBe(true)
  expect(holderOf(lock())).toMatchObject({ pid: process.pid, what: 'load smoke' })
  free(lock())
  expect(readdirSync(folder)).toEqual([])
})
