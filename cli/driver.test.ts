import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { take } from '../launcher/lock.mjs'
import { K6 } from '../loadtests/load.ts'
import { driverOf, driving } from './driver.ts'
import { type Place, placeOf } from './place.ts'

let folder: string
let place: Place
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driver-'))
  place = { ...placeOf({ system: 'cloudcafe', profile: 'test' }), state: join(folder, 'state') }
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a system that is driven is refused to another, who is told by whom it is', async () => {
  expect(take(`${place.state}.driver.lock`, 'gameday smoke')).toBe(true)
  await expect(driving(place, 'local', 'load smoke', async () => 7)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(
      `driven by ./cafe gameday smoke --profile test .process ${process.pid}. since .*kill -INT ${process.pid}`,
    ),
  })
  // on AWS it is another system
  expect(await driving(place, 'aws', 'load smoke', async () => 7)).toBe(7)
})

test('work that throws gives the system back', async () => {
  const failing = driving(place, 'local', 'load smoke', async () => {
    expect(driverOf(place)).toMatchObject({ what: 'load smoke' })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(driverOf(place)).toBeNull()
})

test('the load of a command that died is ended before another drives', async () => {
  const idle = (...words: string[]) =>
    execa(process.execPath, ['-e', 'setInterval(() => {}, 1000)', ...words], { reject: false })
  const [left, foreign] = [idle(K6, `${place.state}/loads/one`), idle(K6, '/elsewhere/loads/one')]
  expect(await driving(place, 'local', 'load smoke', async () => 7)).toBe(7)
  expect((await left).isTerminated).toBe(true)
  expect(() => process.kill(foreign.pid!, 0)).not.toThrow()
  foreign.kill('SIGKILL')
  await foreign
})
