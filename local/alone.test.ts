import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { alone } from './alone.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alone-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const lock = () => join(folder, 'system.lock')
const script = (file: string, log: string) => `
  import { appendFileSync } from 'node:fs'
  import { setTimeout as sleep } from 'node:timers/promises'
  import { alone } from ${JSON.stringify(new URL('./alone.ts', import.meta.url).href)}
  await alone(${JSON.stringify(file)}, () => {}, async () => {
    appendFileSync(${JSON.stringify(log)}, 'in ')
    await sleep(100)
    appendFileSync(${JSON.stringify(log)}, 'out ')
  })`

test('of several processes one works at a time, and a lock of a dead one holds nobody up', async () => {
  const log = join(folder, 'log')
  writeFileSync(log, '')
  const held = execa(process.execPath, [
    '--input-type=module',
    '-e',
    script(lock(), log).replace('100', '60000'),
  ])
  while (!readdirSync(folder).includes('system.lock')) await sleep(20)
  const others = [1, 2, 3, 4].map(() =>
    execa(process.execPath, ['--input-type=module', '-e', script(lock(), log)]),
  )
  held.kill('SIGKILL')
  await held.catch(() => undefined)
  await Promise.all(others)
  const { stdout } = await execa('cat', [log])
  expect(stdout.trim()).toBe(['in', ...Array(4).fill('in out')].join(' '))
  expect(readdirSync(folder)).toEqual(['log'])
})

test('who waits is told so once, and work that throws gives the lock back', async () => {
  let told = 0
  const first = alone(
    lock(),
    () => {},
    () => sleep(500),
  )
  await sleep(20)
  await expect(
    alone(
      lock(),
      () => void told++,
      async () => Promise.reject(new Error('no')),
    ),
  ).rejects.toThrow('no')
  await first
  expect(told).toBe(1)
  expect(readdirSync(folder)).toEqual([])
})

test('a lock that says nothing is nobody’s', async () => {
  writeFileSync(lock(), '')
  expect(
    await alone(
      lock(),
      () => expect.unreachable(),
      async () => 7,
    ),
  ).toBe(7)
})
