import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusterName, namespace } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { type Parts, testClient } from './fixture/client.ts'
import { type TestWorld, testWorld } from './fixture/world.ts'

let it: TestWorld
beforeAll(async () => {
  it = await testWorld()
})
afterAll(() => it.close())

const TARGETS = {
  Tasks: { resourceType: 'aws:ecs:task', parameters: { cluster: clusterName(cloudcafe) } },
  Pods: {
    resourceType: 'aws:eks:pod',
    parameters: {
      clusterIdentifier: clusterName(cloudcafe),
      namespace: namespace(cloudcafe),
      selectorType: 'deploymentName',
      selectorValue: 'menu',
    },
  },
}
const on = (key: keyof typeof TARGETS, actionId: string, parameters: Record<string, string>): Parts => ({
  targets: { some: { ...TARGETS[key], selectionMode: 'ALL' } },
  actions: {
    a: { actionId, targets: { [key]: 'some' }, parameters: { duration: 'PT1M', ...parameters } },
  },
})
const account = { kubernetesServiceAccount: 'x' }
const port = { port: '443', trafficType: 'egress' }

// https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html
test.each([
  [
    'a port of pods without its protocol',
    on('Pods', 'aws:eks:pod-network-blackhole-port', { ...account, ...port }),
    /Missing required parameter "protocol"/,
  ],
  [
    'a security policy where the pod must be privileged',
    on('Pods', 'aws:eks:pod-network-latency', { ...account, fisPodSecurityPolicy: 'restricted' }),
    /Unexpected parameter "fisPodSecurityPolicy"/,
  ],
  [
    'an interface of tasks, whose network is ECS’s own',
    on('Tasks', 'aws:ecs:task-network-latency', { interface: 'DEFAULT' }),
    /Unexpected parameter "interface"/,
  ],
  [
    'a zone as a source, which has no links of its own here',
    on('Tasks', 'aws:ecs:task-network-latency', { sources: 'us-east-1a' }),
    /zones cannot be told apart/,
  ],
])('%s is refused', async (_name, parts, message) => {
  await expect(testClient(it.client).create(parts)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(message),
  })
})

test('what AWS takes of a task’s port, of a pod’s interface and of its security is taken', async () => {
  const { create } = testClient(it.client)
  await create(on('Tasks', 'aws:ecs:task-network-blackhole-port', port))
  await create(on('Pods', 'aws:eks:pod-network-packet-loss', { ...account, interface: 'DEFAULT' }))
  await create(on('Pods', 'aws:eks:pod-cpu-stress', { ...account, fisPodSecurityPolicy: 'restricted' }))
})
