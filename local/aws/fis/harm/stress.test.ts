import { afterEach, beforeEach, expect, test } from 'vitest'
import { cpuSeconds } from '../../../process-stats.ts'
import { testClient } from '../fixture/client.ts'
import { type TestWorld, testWorld } from '../fixture/world.ts'
import { undoJournal } from '../undo-journal.ts'
import { isAlive } from './kill.ts'

let it: TestWorld
let fis: ReturnType<typeof testClient>
beforeEach(async () => {
  it = await testWorld({ timeScale: 100 })
  fis = testClient(it.client)
})
afterEach(() => it.close())

const burn = (duration: string, percent: string) => ({
  targets: {
    tasks: { resourceType: 'aws:ecs:task', selectionMode: 'ALL', parameters: { cluster: 'cloudcafe' } },
  },
  actions: {
    burn: {
      actionId: 'aws:ecs:task-cpu-stress',
      targets: { Tasks: 'tasks' },
      parameters: { duration, percent },
    },
  },
})

test('CPU is burnt beside the task, counted to it, and gone when the time is over', async () => {
  const task = it.runtimes.ecs.add('order')
  const id = await fis.start(burn('PT5M', '90'))
  await fis.running(id, 'burn')
  const [burner] = it.runtimes.ecs.attached(task.id)
  await fis.until(id, () => cpuSeconds(burner!)! > 0.1)
  expect((await fis.ended(id)).state!.status).toBe('completed')
  expect(isAlive(burner!)).toBe(false)
  expect(it.runtimes.ecs.attached(task.id)).toEqual([])
  const [verdict] = it.api.verdicts(id)
  expect(verdict).toMatchObject({ landed: { ok: true }, clean: { ok: true } })
  expect(verdict!.landed.evidence).toMatch(/burnt \d+ % of the allotted CPU .* asked for 90 %/)
})

test('a stop ends the burner', async () => {
  const task = it.runtimes.ecs.add('order')
  const id = await fis.start(burn('PT12H', '50'))
  await fis.running(id, 'burn')
  const [burner] = it.runtimes.ecs.attached(task.id)
  expect(undoJournal(it.cloud.state).pending()).toHaveLength(1)
  await fis.stop(id)
  await fis.ended(id)
  expect(isAlive(burner!)).toBe(false)
  expect(undoJournal(it.cloud.state).pending()).toEqual([])
})

test('a burner ends by itself when its task has gone', async () => {
  const task = it.runtimes.ecs.add('order')
  const id = await fis.start(burn('PT12H', '10'))
  await fis.running(id, 'burn')
  const [burner] = it.runtimes.ecs.attached(task.id)
  process.kill(task.pid!, 'SIGKILL')
  await fis.until(id, () => !isAlive(burner!))
})
