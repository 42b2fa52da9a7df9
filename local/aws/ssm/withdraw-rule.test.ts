import { afterAll, beforeAll, expect, test } from 'vitest'
import { experimentOf } from '../../../chaos/experiments/index.ts'
import { templateOf } from '../../../chaos/experiments/template.ts'
import { documentName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { type ComputeWorld, computeWorld } from '../fixture/compute.ts'
import { lastRun } from './execution.ts'
import { ssm } from './ssm.ts'

const document = documentName(cloudcafe, 'withdraw-rule')
const { documentParameters } = templateOf(experimentOf('cloudcafe', 'menu-rule-withdrawal')).actions!
  .withdraw!.parameters!
const { RuleArn } = JSON.parse(documentParameters!) as { readonly RuleArn: string }
let world: ComputeWorld
beforeAll(async () => {
  world = await computeWorld()
})
afterAll(() => world.close())

const automationsOf = () => ssm({ ...world.estate, timeScale: 100 }, () => world.aws.url).automations
const rules = () => world.estate.entries.alb('alb').rules()
const held = async (runs: ReturnType<typeof automationsOf>, id: string) => {
  while (!lastRun(runs.find(id), 'hold')) {
    expect(runs.find(id).failure).toBeUndefined()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

test('no rule leads to the menu while it is held; then all is as before', async () => {
  const before = rules()
  const runs = automationsOf()
  const { id } = runs.start({ document, parameters: { RuleArn, Duration: 'PT12H' } })
  await held(runs, id)
  expect(rules().filter(({ route, paths }) => !paths.includes(route.prefix))).toMatchObject([
    { route: { to: 'menu' } },
  ])
  runs.stop(id)
  expect(await runs.ended(id)).toMatchObject({ status: 'Cancelled' })
  expect(rules()).toEqual(before)
})

test('an undo after a crash finds the rule whole already, and leaves it so', async () => {
  const before = rules()
  const runs = automationsOf()
  const { id } = runs.start({ document, parameters: { RuleArn, Duration: 'PT12H' } })
  await held(runs, id)
  // a balancer that starts again has its own rules
  for (const { route, paths } of before) world.estate.entries.alb('alb').setPaths(route, paths)
  const after = automationsOf()
  expect(await after.recover()).toMatchObject([{ execution: id, problem: null }])
  expect(after.find(id).status).toBe('Cancelled')
  expect(rules()).toEqual(before)
})
