import { testClient } from './test-client.ts'
import { testWorld } from './test-world.ts'

/** A program for tests of recovery: it stresses a task, says where its state and its burner are, and waits for its end. */
const it = await testWorld()
const fis = testClient(it.client)
const task = it.runtimes.ecs.add('order')
const id = await fis.start({
  targets: {
    tasks: { resourceType: 'aws:ecs:task', selectionMode: 'ALL', parameters: { cluster: 'cloudcafe' } },
  },
  actions: {
    burn: {
      actionId: 'aws:ecs:task-cpu-stress',
      targets: { Tasks: 'tasks' },
      parameters: { duration: 'PT12H', percent: '5' },
    },
  },
})
await fis.running(id, 'burn')
const burner = it.runtimes.ecs.attached(task.id)[0]
process.stdout.write(`${JSON.stringify({ state: it.cloud.state, burner, task: task.pid, id })}\n`)
