import { randomUUID } from 'node:crypto'
import {
  CreateExperimentTemplateCommand,
  type CreateExperimentTemplateCommandInput,
  GetExperimentCommand,
  StartExperimentCommand,
} from '@aws-sdk/client-fis'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clusterName, faultRoleArn, serviceName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { isAlive } from './kill.ts'
import { type TestWorld, testWorld } from './test-world.ts'

let it: TestWorld
beforeEach(async () => {
  it = await testWorld()
})
afterEach(() => it.close())

type Parts = Pick<CreateExperimentTemplateCommandInput, 'targets' | 'actions'>
const half: Parts = {
  targets: {
    tasks: {
      resourceType: 'aws:ecs:task',
      selectionMode: 'PERCENT(50)',
      parameters: { cluster: clusterName(cloudcafe), service: serviceName(cloudcafe, 'order') },
    },
  },
  actions: { kill: { actionId: 'aws:ecs:stop-task', targets: { Tasks: 'tasks' } } },
}

async function create(parts: Parts) {
  const { experimentTemplate } = await it.client.send(
    new CreateExperimentTemplateCommand({
      clientToken: randomUUID(),
      description: 'a test',
      stopConditions: [{ source: 'none' }],
      roleArn: faultRoleArn(cloudcafe),
      ...parts,
    }),
  )
  return experimentTemplate!.id!
}
const start = async (experimentTemplateId: string) => {
  const answer = await it.client.send(
    new StartExperimentCommand({ clientToken: randomUUID(), experimentTemplateId }),
  )
  return answer.experiment!
}
async function ended(id: string) {
  for (;;) {
    const { experiment } = await it.client.send(new GetExperimentCommand({ id }))
    if (!['pending', 'initiating', 'running', 'stopping'].includes(experiment!.state!.status!))
      return experiment!
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

test('half of the tasks are killed, and the verdicts say so', async () => {
  const tasks = Array.from({ length: 5 }, () => it.runtimes.ecs.add('order'))
  const experiment = await start(await create(half))
  const after = await ended(experiment.id!)
  expect(after.state).toEqual({ status: 'completed', reason: 'Experiment completed.' })
  expect(after.actions!.kill!.state!.status).toBe('completed')
  expect(tasks.filter((task) => isAlive(task.pid!))).toHaveLength(3)
  const verdicts = it.api.verdicts(experiment.id!)
  expect(verdicts).toHaveLength(2)
  expect(verdicts.every((one) => one.landed.ok && one.clean.ok)).toBe(true)
})
