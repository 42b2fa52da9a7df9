import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DEPLOYMENT_OUTPUT, deploymentOf } from '../chaos/gameday/deployment.ts'
import { drillsOf } from '../chaos/systems.ts'
import { HOME, SCRIPT } from '../loadtests/remote/place.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { artifactsOf } from './artifacts/artifact.ts'
import { type Block, synthesised } from './fixtures/synthesised.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const dev = synthesised()
const told = deploymentOf(dev.stack('gameday').output[DEPLOYMENT_OUTPUT].value)
const statements = (role: string): Block[] =>
  JSON.parse(dev.one('aws_iam_role_policy', `${role}-policy`).policy).Statement

it('the output is what --target aws reads, with a template for each experiment', () => {
  const ids = drillsOf(cloudcafe.id).experiments.map((one) => one.id)
  expect(Object.keys(told.templates).sort()).toEqual(ids.sort())
  expect(Object.keys(told.balancers)).toEqual(['alb', 'nlb'])
  expect(Object.keys(told.targetGroups)).toHaveLength(4)
})

it('an output of another version is told with all that is wrong with it', () => {
  const { endpoints: _, ...rest } = told
  expect(() => deploymentOf({ ...rest, account: '' })).toThrow(/endpoints.*account|account.*endpoints/s)
})

it('a generator may write its record and nothing else, as a task and as a pod', () => {
  for (const role of ['load-generator', 'load-generator-pods'])
    expect(statements(role).flatMap((one) => one.Action)).toEqual(['s3:PutObject', 'kms:GenerateDataKey'])
})

it('a generator is reached by nobody', () => {
  const rules = Object.values(dev.of('aws_vpc_security_group_ingress_rule'))
  expect(JSON.stringify(rules)).not.toContain('load-generator')
})

it('the function that asks Aurora holds no right to write anywhere but to its log', () => {
  const actions = statements('gameday-query').flatMap((one) => one.Action)
  expect(actions.filter((action) => /Put|Create|Update|Delete/.test(action))).toEqual([
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
  ])
})

it('the image has the script where the task is told to find it', async () => {
  const artifacts = await artifactsOf(cloudcafe, root)
  const image = artifacts.find((one) => one.id === 'load-generator')!
  const paths = image.files.map((file) => join(HOME, file.path))
  expect(paths).toContain(join(HOME, SCRIPT))
  expect(read('loadtests/agent/Dockerfile')).toContain(`COPY *.mjs *.js ${HOME}/`)
})

it('the image has the k6 that runs on one machine, and the Node of the services', () => {
  const dockerfile = read('loadtests/agent/Dockerfile')
  const [, k6] = /^k6==(\S+)/.exec(read('local/engines/requirements/k6.txt'))!
  expect(dockerfile).toContain(`grafana/k6:${k6} `)
  expect(dockerfile).toContain(/^FROM (\S+node:\S+)/m.exec(read('stacks/artifacts/Dockerfile'))![1])
})
