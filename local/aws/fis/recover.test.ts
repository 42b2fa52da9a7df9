import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { GetExperimentTemplateCommand } from '@aws-sdk/client-fis'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { experimentOf } from '../../../chaos/experiments/index.ts'
import { templateOf } from '../../../chaos/experiments/template.ts'
import { processes } from '../../processes.ts'
import { testClient } from './fixture/client.ts'
import { testWorld } from './fixture/world.ts'
import { isAlive } from './harm/kill.ts'
import { recover } from './recover.ts'
import { undoJournal } from './undo-journal.ts'

interface Said {
  readonly state: string
  readonly burner: number
  readonly task: number
  readonly id: string
}

/** Runs the program that stresses a task, and kills it once it does. */
async function crash(): Promise<Said> {
  const child = execa(process.execPath, [join(import.meta.dirname, 'fixture/crash.ts')], { reject: false })
  const said = await new Promise<Said>((resolve) =>
    child.stdout.once('data', (line) => resolve(JSON.parse(String(line)) as Said)),
  )
  process.kill(child.pid!, 'SIGKILL')
  await child
  process.kill(said.task, 'SIGKILL')
  return said
}

test('after kill -9 of the executor its burner ends, and the journal and the experiment are put right', async () => {
  const { state, burner, id } = await crash()
  while (isAlive(burner)) await sleep(20)
  expect(undoJournal(state).pending()).toMatchObject([
    { experiment: id, actionId: 'aws:ecs:task-cpu-stress' },
  ])
  expect(await recover(state)).toMatchObject([{ experiment: id, action: 'burn', problem: null }])
  expect(undoJournal(state).pending()).toEqual([])
  expect(await recover(state)).toEqual([])

  const it = await testWorld({ state })
  const { state: after, actions, experimentTemplateId } = await testClient(it.client).get(id)
  expect(after).toMatchObject({ status: 'failed', reason: expect.stringMatching(/executor ended/) })
  expect(actions!.burn!.state!.status).toBe('failed')
  const template = new GetExperimentTemplateCommand({ id: experimentTemplateId! })
  expect((await it.client.send(template)).experimentTemplate!.id).toBe(experimentTemplateId)
  await it.close()
})

test('recover ends burners that are still there', async () => {
  const state = mkdtempSync(join(tmpdir(), 'fis-'))
  const left = processes(state).start({
    name: 'burner-left',
    command: process.execPath,
    args: ['-e', 'setInterval(() => {}, 1000)'],
  })
  const data = { burners: ['burner-left'] }
  undoJournal(state).open({ experiment: 'EXP', action: 'a', actionId: 'aws:eks:pod-cpu-stress', data })
  expect(await recover(state)).toMatchObject([{ problem: null }])
  expect((await left.exited).signal).toBe('SIGKILL')
  rmSync(state, { recursive: true })
})

test('closing stops what runs and takes its faults away', async () => {
  const it = await testWorld()
  const fis = testClient(it.client)
  const instance = it.runtimes.asg.add('loyalty')
  const id = await fis.start(templateOf(experimentOf('cloudcafe', 'loyalty-instance-stop')))
  await fis.until(id, () => !isAlive(instance.pid!))
  await it.api.close('the cloud stops')
  expect((await fis.get(id)).state).toMatchObject({
    status: 'stopped',
    reason: expect.stringMatching(/the cloud stops/),
  })
  expect(it.runtimes.asg.copies()[0]!.state).toBe('running')
  await it.close()
})
