import { afterEach, beforeEach, expect, test } from 'vitest'
import { experimentOf } from '../../../chaos/experiments/index.ts'
import { templateOf } from '../../../chaos/experiments/template.ts'
import { zoneName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { testClient } from './fixture/client.ts'
import { type TestWorld, testWorld } from './fixture/world.ts'
import { isAlive } from './harm/kill.ts'

let it: TestWorld
let fis: ReturnType<typeof testClient>
beforeEach(async () => {
  it = await testWorld()
  fis = testClient(it.client)
})
afterEach(() => it.close())

const loss = templateOf(experimentOf('cloudcafe', 'eks-node-loss'))

test('a node takes all the pods of its zone with it, of every deployment, and they are replaced', async () => {
  const pods = ['menu', 'inventory', 'menu', 'inventory', 'menu', 'inventory'].map((workload) =>
    it.runtimes.eks.add(workload),
  )
  const id = await fis.start(loss)
  expect((await fis.ended(id)).state!.status).toBe('completed')
  const dead = pods.filter((pod) => !isAlive(pod.pid!))
  expect(new Set(dead.map((pod) => pod.zone)).size).toBe(1)
  expect(dead).toEqual(pods.filter((pod) => pod.zone === dead[0]!.zone))
  const running = it.runtimes.eks.copies().filter((pod) => pod.state === 'running')
  expect(running).toHaveLength(pods.length)
  const evidence = `2 of 2 pods ended with the node in ${zoneName(cloudcafe, dead[0]!.zone)}`
  expect(it.api.verdicts(id)).toMatchObject([{ landed: { ok: true, evidence }, clean: { ok: true } }])
})

test('less than one node is a failure that ends nothing', async () => {
  const pod = it.runtimes.eks.add('menu')
  const { actions, ...rest } = loss
  const parameters = { instanceTerminationPercentage: '50' }
  const id = await fis.start({ ...rest, actions: { terminate: { ...actions!.terminate!, parameters } } })
  expect((await fis.ended(id)).state!.reason).toMatch(/50 % of 1 nodes is less than one/)
  expect(isAlive(pod.pid!)).toBe(true)
})
