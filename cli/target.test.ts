import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, it } from 'vitest'
import { DEPLOYMENT_OUTPUT, type Deployment } from '../chaos/gameday/deployment.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { root } from './place.ts'

const folder = mkdtempSync(join(tmpdir(), 'target-'))
afterAll(() => rmSync(folder, { recursive: true }))

const { alb, nlb } = cloudcafe.entries
const groups = [...alb.routes.map((route) => route.targetGroup), nlb.targetGroup]
const deployment: Deployment = {
  system: 'cloudcafe',
  region: 'us-east-1',
  account: '123456789012',
  endpoints: { alb: 'https://balancer.example' },
  balancers: { alb: 'app/alb/1', nlb: 'net/nlb/1' },
  targetGroups: Object.fromEntries(groups.map((group) => [group, `targetgroup/${group}/1`])),
  templates: {},
  queryFunctions: { aurora: 'query' },
  load: {
    region: 'us-east-1',
    bucket: 'records',
    image: 'registry/load:1',
    fargate: { cluster: 'c', taskDefinition: 't', container: 'k6', subnets: ['s'], securityGroups: ['g'] },
    eks: { cluster: 'c', namespace: 'n', serviceAccount: 'a' },
  },
}
let files = 0
/** A file of outputs; a text stands as it is. */
function outputs(told: unknown): string {
  const file = join(folder, `outputs-${files++}.json`)
  writeFileSync(file, typeof told === 'string' ? told : JSON.stringify({ [DEPLOYMENT_OUTPUT]: told }))
  return file
}
const cafe = (...args: string[]) =>
  execa(process.execPath, [join(root, 'cli/main.ts'), ...args, '--target', 'aws'], {
    cwd: folder,
    // neither an endpoint nor credentials of whoever runs the tests
    env: { PATH: process.env.PATH, CAFE_PROFILE: 'test' },
    extendEnv: false,
    reject: false,
  })
const { queryFunctions: _, load, ...incomplete } = deployment

it.each<[string, number, string, RegExp]>([
  [
    'is not there',
    3,
    join(folder, 'nothing.json'),
    /cannot be read .*ENOENT.*: deploy first, or name the file/,
  ],
  ['is no JSON', 3, outputs('{'), /cannot be read .*JSON.*: deploy first/],
  ['is of other stacks', 3, outputs('{"cloudcafe-data": {}}'), /no output 'game-days': deploy first/],
  [
    'is of another system',
    2,
    outputs({ ...deployment, system: 'shop' }),
    /of the system shop, not of cloudcafe/,
  ],
  [
    'is of another version, with everything that it lacks',
    2,
    outputs({ ...incomplete, load: { ...load, bucket: '' } }),
    /not of this version:\n(.*\n)*.*queryFunctions.*\n(.*\n)*\/load\/bucket /,
  ],
  [
    'has no names of what the model has',
    2,
    outputs({ ...deployment, balancers: {}, targetGroups: {} }),
    new RegExp(`no name of alb, .*${groups[0]}.*nlb, ${nlb.targetGroup}: deploy this version`),
  ],
])('a file of outputs that %s is told as that', async (_title, code, file, says) => {
  const { exitCode, stdout, stderr } = await cafe('status', '--outputs', file)
  expect([exitCode, stdout]).toEqual([code, ''])
  expect(stderr).toMatch(says)
  expect(stderr).not.toMatch(/\n\s+at /)
})

it('AWS’s own pace cannot be changed', async () => {
  const told = ['--outputs', outputs(deployment)]
  const { exitCode, stderr } = await cafe('gameday', 'smoke', '--time-scale', '20', ...told)
  expect(exitCode).toBe(2)
  expect(stderr).toContain(
    'AWS has its own pace: --time-scale is for a system that AWS_ENDPOINT_URL leads to',
  )
})

it.each(['0', '51', 'many'])('%s generators are refused', async (generators) => {
  const { exitCode, stderr } = await cafe('load', 'smoke', '--generators', generators)
  expect(exitCode).toBe(2)
  expect(stderr).toContain('--generators')
})

it('credentials that are not there are told, and nothing else', async () => {
  const { exitCode, stdout, stderr } = await cafe('status', '--outputs', outputs(deployment))
  expect([exitCode, stdout]).toEqual([3, ''])
  expect(stderr).toMatch(/^cafe: no credentials for AWS .*: log in/m)
  expect(stderr).not.toMatch(/\n\s+at /)
})
