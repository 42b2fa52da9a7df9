import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ComputeWorld, computeWorld } from '../fixture/compute.ts'

let world: ComputeWorld
beforeAll(async () => {
  world = await computeWorld('inventory')
})
afterAll(() => world.close())

test('the cluster says that there is no Kubernetes API, and which pods run', async () => {
  expect(await world.aws.call('eks', 'list_clusters')).toEqual({ clusters: ['cloudcafe'] })
  expect(await world.aws.call('eks', 'describe_cluster', { name: 'cloudcafe' })).toMatchObject({
    cluster: {
      name: 'cloudcafe',
      status: 'ACTIVE',
      tags: { KubernetesApi: 'none' },
      health: {
        issues: [
          {
            message: expect.stringContaining('no Kubernetes API'),
            resourceIds: world.estate.runtimes.eks.copies().map((pod) => pod.id),
          },
        ],
      },
    },
  })
})

test('an operation that is not served is named by its route', async () => {
  const { Message } = (await world.aws.refused('eks', 'list_nodegroups', { clusterName: 'cloudcafe' }))!
  expect(Message).toContain('GET /clusters/cloudcafe/node-groups')
})

test.each([
  ['an unknown cluster', 'describe_cluster', { name: 'x/y' }, 'ResourceNotFoundException', 404],
  [
    'an operation that is not served',
    'list_nodegroups',
    { clusterName: 'cloudcafe' },
    'UnknownOperationException',
    404,
  ],
  ['a token of nobody', 'list_clusters', { nextToken: 'x' }, 'InvalidParameterException', 400],
])('%s is refused as AWS does', async (_, operation, input, code, status) => {
  expect(await world.aws.refused('eks', operation, input)).toMatchObject({ Code: code, status })
})
