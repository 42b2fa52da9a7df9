import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { DEPLOYMENT_OUTPUT, deploymentOf } from '../chaos/gameday/deployment.ts'
import { stackName } from '../model/names.ts'
import { systems } from '../model/systems/index.ts'
import { noteboard } from '../test/systems/noteboard/model.ts'
import { synth } from './app.ts'
import { siteOf } from './config.ts'
import { stacks } from './main.ts'
import { profiles } from './profiles.ts'
import { type Block, terraformOf } from './terraform.ts'

const cases = Object.values(systems).flatMap((system) =>
  Object.keys(profiles).map((profile) => [system.id, profile, system] as const),
)

describe.each(cases)('%s in %s', (id, CAFE_STAGE, system) => {
  const { texts } = terraformOf(siteOf(system, { CAFE_STAGE }))
  const parsed = Object.entries(texts).map(([name, text]) => [name, JSON.parse(text) as Block] as const)

  it('has no stack without a resource', () => {
    for (const [name, { resource }] of parsed) expect(Object.keys(resource ?? {}), name).not.toEqual([])
  })

  it('has nothing that is named after another system', () => {
    const others = Object.keys(systems).filter((other) => other !== id)
    for (const [name, text] of Object.entries(texts))
      for (const other of others) expect(text.includes(other), `${other} in ${name}`).toBe(false)
  })
})

test('a system has no stacks for what it does not have', () => {
  const { texts } = terraformOf(siteOf(noteboard, {}))
  const without = ['ecs', 'eks', 'pods', 'asg'].map((stack) => stackName(noteboard, stack))
  expect(Object.keys(texts).filter((name) => without.includes(name))).toEqual([])
  expect(Object.keys(texts)).toContain(stackName(noteboard, 'lambda'))
  expect(Object.keys(texts)).toContain(stackName(noteboard, 'gameday'))
})

test('game days of functions have a cluster of their own, no pods, and nobody to ask a database', () => {
  const { texts } = terraformOf(siteOf(noteboard, {}))
  const stack = JSON.parse(texts[stackName(noteboard, 'gameday')]!) as Block
  expect(Object.keys(stack.resource)).toContain('aws_ecs_cluster')
  for (const type of ['aws_lambda_function', 'aws_eks_pod_identity_association'])
    expect(Object.keys(stack.resource)).not.toContain(type)
  const told = deploymentOf(stack.output[DEPLOYMENT_OUTPUT].value)
  expect(told).toMatchObject({ queryFunctions: {}, endpoints: { alb: expect.stringMatching(/^https:/) } })
  expect(told.load.eks).toBeUndefined()
})

test('stacks that an earlier synth wrote for another system are gone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'synth-'))
  const other = join(folder, 'stacks', 'another-network')
  mkdirSync(other, { recursive: true })
  writeFileSync(join(other, 'cdk.tf.json'), '{}')
  const names = synth(siteOf(noteboard, {}), folder, stacks)
  expect(readdirSync(join(folder, 'stacks')).sort()).toEqual([...names].sort())
  rmSync(folder, { recursive: true })
})
