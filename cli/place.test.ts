import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as daemon from '../local/daemon.ts'
import { placeOf, runningDaemon } from './place.ts'

vi.mock(import('../local/daemon.ts'), { spy: true })

const running = placeOf({ system: 'cloudcafe', profile: 'test' })
let up: string[]
beforeEach(() => {
  up = []
  vi.mocked(daemon.readDaemon).mockImplementation((state) =>
    up.includes(state) ? { pid: 1, started: '1', timeScale: 10, ports: running.ports } : null,
  )
})
afterEach(() => vi.restoreAllMocks())

test('a system that is up in another profile is named', () => {
  up = [running.state]
  const local = placeOf({ system: 'cloudcafe', profile: 'local' })
  expect(() => runningDaemon(local)).toThrow(
    'cloudcafe is not up: run ./cafe up (it is up with --profile test)',
  )
})

test('nothing is named where nothing is up', () => {
  expect(() => runningDaemon(running)).toThrow(/run \.\/cafe up --profile test$/)
})
