import { paginateListExperimentTemplates, UpdateExperimentTemplateCommand } from '@aws-sdk/client-fis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { templateOf } from '../../../chaos/experiments/template.ts'
import { drillsOf } from '../../../chaos/systems.ts'
import { testClient } from './fixture/client.ts'
import { type TestWorld, testWorld } from './fixture/world.ts'

const { experiments } = drillsOf('cloudcafe')

let it: TestWorld
beforeAll(async () => {
  it = await testWorld()
})
afterAll(() => it.close())

async function standing() {
  const found = []
  for await (const { experimentTemplates = [] } of paginateListExperimentTemplates({ client: it.client }, {}))
    found.push(
      ...experimentTemplates.map(({ id, description, tags }) => ({ id, description, name: tags?.Name })),
    )
  return found
}

test('the system’s experiments stand under the same ids, as the code has them, at every start', async () => {
  it.api.deploy()
  const first = await standing()
  expect(first.map(({ name }) => name).sort()).toEqual(
    experiments.map((one) => templateOf(one).tags?.Name).sort(),
  )
  const change = { id: first[0]!.id, description: 'changed by hand' }
  await it.client.send(new UpdateExperimentTemplateCommand(change))
  it.api.deploy()
  expect(await standing()).toEqual(first)
})

test('templates of somebody’s own stay', async () => {
  const own = await testClient(it.client).create(templateOf(experiments[0]!))
  it.api.deploy()
  expect((await standing()).map(({ id }) => id)).toContain(own)
})
