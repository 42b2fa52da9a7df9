import { afterAll, beforeAll, expect, test } from 'vitest'
import { stepSeen } from '../../../chaos/gameday/evidence/automation.ts'
import { type Site, type Stage, stageOf } from '../../../chaos/gameday/site.ts'
import { documentName, functionName } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { type TestWorld, testWorld } from '../fis/fixture/world.ts'

const document = documentName(cloudcafe, 'throttle-function')
let it: TestWorld
let stage: Stage
beforeAll(async () => {
  it = await testWorld()
  const { credentials } = platform
  const site: Pick<Site, 'system' | 'awsEndpoint' | 'credentials'> = {
    system: cloudcafe,
    awsEndpoint: it.url,
    credentials,
  }
  stage = stageOf(site as Site)
})
afterAll(async () => {
  stage.clients.close()
  await it.close()
})
const run = async (FunctionName: string) => {
  const parameters = { FunctionName, Duration: 'PT10S' }
  const { startedAt, id } = it.automations.start({ document, parameters })
  await it.automations.ended(id)
  return startedAt
}

test('a game day sees what a document has seen, in its last run since the fault was begun', async () => {
  const from = await run(functionName(cloudcafe, 'notifier'))
  for (const step of ['landed', 'clean'] as const)
    expect(await stepSeen(stage, 'throttle-function', from - 1, step)).toMatchObject({ ok: true })
  expect(await stepSeen(stage, 'throttle-function', Date.now() + 1000, 'landed')).toMatchObject({
    ok: false,
    evidence: expect.stringContaining('was not run'),
  })
})

test('a run that did not come so far is no evidence', async () => {
  const from = await run('nobody')
  expect(await stepSeen(stage, 'throttle-function', from - 1, 'landed')).toMatchObject({
    ok: false,
    evidence: expect.stringContaining("did not come to its step 'landed'"),
  })
})
