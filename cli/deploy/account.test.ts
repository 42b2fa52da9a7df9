import { execa } from 'execa'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { System } from '../../model/kinds.ts'
import { repositoryName } from '../../model/names.ts'
import { accountEmulator } from '../../rehearsal/emulators/index.ts'
import { testContext } from '../../test/contract/context.ts'
import { isPushed } from './images.ts'
import { accountIsOurs } from './prerequisites.ts'

const { ctx, remove } = testContext()
const { system } = ctx
const emulator = accountEmulator(ctx)
beforeAll(async () => {
  await emulator.start()
  const { host, port } = emulator.endpoint()
  const env = {
    AWS_ENDPOINT_URL: `http://${host}:${port}`,
    AWS_ACCESS_KEY_ID: system.account,
    AWS_SECRET_ACCESS_KEY: 'unchecked',
    AWS_CONFIG_FILE: '/dev/null',
    // the region that a deployment is given, and no other
    AWS_REGION: system.region,
    AWS_DEFAULT_REGION: undefined,
  }
  for (const [key, value] of Object.entries(env)) vi.stubEnv(key, value)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await emulator.stop()
  await remove()
})

const aws = (...args: string[]) => execa('aws', [...args, '--region', system.region])
const candidate = (it: System) => ({
  system: it,
  settings: { AWS_REGION: it.region, AWS_ACCOUNT_ID: it.account },
  wrong: [],
  artifacts: [],
})

it('credentials are of the account that is named, in a region that the command itself does not know', async () => {
  expect(await accountIsOurs(candidate(system))).toEqual([])
  const [found] = await accountIsOurs(candidate({ ...system, account: '999999999999' }))
  expect(found).toMatchObject({
    where: 'credentials',
    what: `are of account ${system.account}, not of 999999999999`,
  })
})

it('zones of the model that the region does not have are told with those that it has', async () => {
  const [found] = await accountIsOurs(candidate({ ...system, zones: ['a', 'z' as never] }))
  expect(found).toMatchObject({ where: 'zones', what: expect.stringContaining(`${system.region}a`) })
})

it('who may not log in is told so', async () => {
  const nobody = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }
  for (const [key, value] of Object.entries(nobody)) vi.stubEnv(key, value)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null')
  const [found] = await accountIsOurs(candidate(system))
  expect(found).toMatchObject({ where: 'credentials', mend: expect.stringContaining('log in') })
  vi.stubEnv('AWS_ACCESS_KEY_ID', system.account)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'unchecked')
})

it('an image is pushed once the registry has it, not when it has the repository, and is so by its release', async () => {
  const image = { id: 'order', release: 'one' }
  expect(await isPushed(system, image)).toBe(false)
  const repository = ['--repository-name', repositoryName(system, image.id)]
  await aws('ecr', 'create-repository', ...repository)
  expect(await isPushed(system, image)).toBe(false)
  const manifest = JSON.stringify({ schemaVersion: 2, layers: [] })
  await aws('ecr', 'put-image', ...repository, '--image-tag', image.release, '--image-manifest', manifest)
  expect(await isPushed(system, image)).toBe(true)
  expect(await isPushed(system, { ...image, release: 'two' })).toBe(false)
})
