import {
  ListExperimentResolvedTargetsCommand,
  ListExperimentsCommand,
  StartExperimentCommand,
} from '@aws-sdk/client-fis'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { experimentOf } from '../../../chaos/experiments/index.ts'
import { templateOf } from '../../../chaos/experiments/template.ts'
import { alarmArn, zoneName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { call, testClient } from './fixture/client.ts'
import { type TestWorld, testWorld } from './fixture/world.ts'
import { isAlive } from './harm/kill.ts'
import { undoJournal } from './undo-journal.ts'

let it: TestWorld
let fis: ReturnType<typeof testClient>
beforeEach(async () => {
  it = await testWorld()
  fis = testClient(it.client)
})
afterEach(() => it.close())

const of = (id: string) => templateOf(experimentOf('cloudcafe', id))
const wait = (...startAfter: string[]) => ({
  actionId: 'aws:fis:wait',
  parameters: { duration: 'PT12H' },
  startAfter,
})
const guarded = [{ source: 'aws:cloudwatch:alarm', value: alarmArn(cloudcafe, 'high-error-rate') }]
const pending = () => undoJournal(it.cloud.state).pending()

test('half of five tasks are two: their processes are gone, and the verdicts say so', async () => {
  const tasks = Array.from({ length: 5 }, () => it.runtimes.ecs.add('order'))
  const id = await fis.start(of('order-tasks-half'))
  const after = await fis.ended(id)
  expect(after.state).toMatchObject({ status: 'completed', reason: 'Experiment completed.' })
  expect(tasks.filter((task) => isAlive(task.pid!))).toHaveLength(3)
  const killed = tasks.filter((task) => !isAlive(task.pid!)).map((task) => task.arn)
  expect(it.api.verdicts(id)).toEqual(
    expect.arrayContaining(
      killed.map((target) =>
        expect.objectContaining({
          target,
          landed: expect.objectContaining({ ok: true }),
          clean: expect.objectContaining({ ok: true }),
        }),
      ),
    ),
  )
  const raw = await fetch(`${it.url}/experiments/${id}/verdicts`)
  expect(await raw.json()).toEqual({ verdicts: it.api.verdicts(id) })
  const { resolvedTargets } = await it.client.send(
    new ListExperimentResolvedTargetsCommand({ experimentId: id }),
  )
  expect(resolvedTargets!.map((one) => one.targetInformation!.arn).sort()).toEqual(killed.sort())
  expect(pending()).toEqual([])
})

test('half of one task is none, and the experiment fails', async () => {
  const task = it.runtimes.ecs.add('order')
  const { state, actions } = await fis.ended(await fis.start(of('order-tasks-half')))
  expect(state).toMatchObject({ status: 'failed', reason: 'Target resolution returned empty set' })
  expect(actions!.stop!.state!.status).toBe('cancelled')
  expect(isAlive(task.pid!)).toBe(true)
})

test('with emptyTargetResolutionMode skip the action is skipped and those after it run', async () => {
  const { actions, targets, ...rest } = of('order-tasks-half')
  const id = await fis.start({
    ...rest,
    targets: targets!,
    actions: {
      ...actions,
      next: { actionId: 'aws:fis:wait', parameters: { duration: 'PT1M' }, startAfter: ['stop'] },
    },
    experimentOptions: { emptyTargetResolutionMode: 'skip' },
  })
  const after = await fis.ended(id)
  expect(after.state!.status).toBe('completed')
  expect(after.actions!.stop!.state!.status).toBe('skipped')
  expect(after.actions!.next!.state!.status).toBe('completed')
})

test('skip-all resolves the targets and touches nothing', async () => {
  const tasks = [it.runtimes.ecs.add('order'), it.runtimes.ecs.add('order')]
  const experimentTemplateId = await fis.create(of('order-tasks-half'))
  const body = { clientToken: 'x', experimentTemplateId, experimentOptions: { actionsMode: 'skip-all' } }
  const { id } = (await call(it, 'POST', '/experiments', body)).experiment as { id: string }
  const after = await fis.ended(id)
  expect(after.state!.status).toBe('completed')
  expect(after.actions!.stop!.state!.status).toBe('skipped')
  const { resolvedTargets } = await it.client.send(
    new ListExperimentResolvedTargetsCommand({ experimentId: id }),
  )
  expect(resolvedTargets).toHaveLength(1)
  expect(tasks.every((task) => isAlive(task.pid!))).toBe(true)
})

test('instances are found by tags and filters', async () => {
  const all = Array.from({ length: 3 }, () => it.runtimes.asg.add('loyalty'))
  it.runtimes.ec2.add('analytics')
  const wanted = all[1]!
  const id = await fis.start({
    targets: {
      some: {
        resourceType: 'aws:ec2:instance',
        selectionMode: 'ALL',
        resourceTags: { Service: 'loyalty', System: 'cloudcafe' },
        filters: [
          { path: 'Placement.AvailabilityZone', values: [zoneName(cloudcafe, wanted.zone), 'us-east-1z'] },
        ],
      },
    },
    actions: { end: { actionId: 'aws:ec2:terminate-instances', targets: { Instances: 'some' } } },
  })
  expect((await fis.ended(id)).state!.status).toBe('completed')
  expect(all.filter((one) => !isAlive(one.pid!))).toEqual([wanted])
})

test('one menu pod is deleted, by its deployment', async () => {
  const pods = [it.runtimes.eks.add('menu'), it.runtimes.eks.add('inventory')]
  const id = await fis.start(of('menu-pod-delete'))
  expect((await fis.ended(id)).state!.status).toBe('completed')
  expect(pods.map((pod) => isAlive(pod.pid!))).toEqual([false, true])
  expect(it.api.verdicts(id)[0]).toMatchObject({ target: pods[0]!.id, landed: { ok: true } })
})

test('a stopped instance is started again after its time', async () => {
  const instance = it.runtimes.asg.add('loyalty')
  const id = await fis.start(of('loyalty-instance-stop'))
  await fis.until(id, () => !isAlive(instance.pid!))
  expect(pending()).toHaveLength(1)
  expect((await fis.ended(id)).state!.status).toBe('completed')
  const now = it.runtimes.asg.copies('loyalty')[0]!
  expect(now).toMatchObject({ id: instance.id, state: 'running' })
  expect(isAlive(now.pid!)).toBe(true)
})

test('stopping the experiment starts the stopped instance at once', async () => {
  const instance = it.runtimes.asg.add('loyalty')
  const { actions, ...rest } = of('loyalty-instance-stop')
  const parameters = { startInstancesAfterDuration: 'PT12H' }
  const id = await fis.start({ ...rest, actions: { stop: { ...actions!.stop!, parameters } } })
  await fis.until(id, () => !isAlive(instance.pid!))
  await fis.stop(id)
  const after = await fis.ended(id)
  expect(after.state).toMatchObject({ status: 'stopped', reason: 'Experiment stopped.' })
  expect(after.actions!.stop!.state!.status).toBe('stopped')
  expect(it.runtimes.asg.copies('loyalty')[0]!.state).toBe('running')
  expect(it.api.verdicts(id)[0]).toMatchObject({ landed: { ok: true }, clean: { ok: true } })
  expect(pending()).toEqual([])
})

test('Aurora fails over after the wait, and another member writes', async () => {
  it.runtimes.ecs.add('order')
  it.runtimes.ecs.add('order')
  const before = it.world.aurora.aurora!.members()[0]
  const template = of('morning-rush')
  template.actions!.recover!.parameters = { duration: 'PT1M' }
  const after = await fis.ended(await fis.start(template))
  expect(after.state!.status).toBe('completed')
  expect(it.world.aurora.aurora!.members()[0]).not.toEqual(before)
  const times = ['stop-tasks', 'recover', 'failover'].map((name) => after.actions![name]!)
  expect(times[0]!.endTime!.getTime()).toBeLessThanOrEqual(times[1]!.startTime!.getTime())
  expect(times[1]!.endTime!.getTime()).toBeLessThanOrEqual(times[2]!.startTime!.getTime())
})

test('a failing action fails the experiment, stops the others and cancels what has not started', async () => {
  const writer = it.world.aurora.aurora!.members()[0]!
  const id = await fis.start({
    targets: {
      db: {
        resourceType: 'aws:rds:db',
        selectionMode: 'ALL',
        filters: [{ path: 'DBInstanceIdentifier', values: [writer.id] }],
        resourceTags: { Tier: 'critical' },
      },
    },
    actions: {
      reboot: { actionId: 'aws:rds:reboot-db-instances', targets: { DBInstances: 'db' } },
      beside: wait(),
      after: wait('reboot'),
    },
  })
  const { state, actions } = await fis.ended(id)
  expect(state).toMatchObject({
    status: 'failed',
    reason: expect.stringMatching(/Action reboot failed: .*does not end/),
  })
  expect(Object.values(actions!).map((one) => one.state!.status)).toEqual(['failed', 'stopped', 'cancelled'])
})

test('an alarm that fires stops the experiment', async () => {
  const id = await fis.start({ actions: { long: wait() }, stopConditions: guarded })
  await fis.running(id, 'long')
  it.alarms.set('lambda-errors', 'ALARM')
  expect((await fis.get(id)).state!.status).toBe('running')
  it.alarms.set('high-error-rate', 'ALARM')
  expect((await fis.ended(id)).state).toMatchObject({
    status: 'stopped',
    reason: 'Experiment halted by stop condition.',
  })
})

test('nothing starts while an alarm of the stop conditions is in ALARM', async () => {
  const task = it.runtimes.ecs.add('order')
  it.alarms.set('high-error-rate', 'ALARM')
  const after = await fis.ended(await fis.start(of('order-task-one')))
  expect(after.state).toMatchObject({ status: 'stopped', reason: 'Experiment halted by stop condition.' })
  expect(after.actions!.stop!.state!.status).toBe('cancelled')
  expect(isAlive(task.pid!)).toBe(true)
})

test('an experiment keeps to the template as it was, and its token starts it once', async () => {
  const experimentTemplateId = await fis.create({ actions: { long: wait() } })
  const start = () =>
    it.client.send(new StartExperimentCommand({ experimentTemplateId, clientToken: 'once' }))
  const [first, second] = [await start(), await start()]
  expect(second.experiment!.id).toBe(first.experiment!.id)
  const { experiments } = await it.client.send(new ListExperimentsCommand({}))
  expect(experiments).toHaveLength(1)
  await fis.stop(first.experiment!.id!)
  await fis.ended(first.experiment!.id!)
  await expect(fis.stop(first.experiment!.id!)).rejects.toMatchObject({ name: 'ValidationException' })
})

test('only so many experiments run at once', async () => {
  const parts = { actions: { long: wait() } }
  for (let i = 0; i < 5; i++) await fis.start(parts)
  await expect(fis.start(parts)).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' })
})

test('what happened is told: the log has every step', async () => {
  it.runtimes.ecs.add('order')
  await fis.ended(await fis.start(of('order-task-one')))
  const told = it.events.filter((event) => event.part === 'fis').map((event) => event.what)
  expect(told).toEqual([
    'experiment-start',
    'target-resolution-start',
    'target-resolution-detail',
    'target-resolution-end',
    'action-start',
    'action-end',
    'experiment-end',
  ])
})
