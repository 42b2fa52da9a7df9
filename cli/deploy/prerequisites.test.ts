import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, it } from 'vitest'
import { root } from '../place.ts'

const tools = mkdtempSync(join(tmpdir(), 'tools-'))
afterAll(() => rmSync(tools, { recursive: true }))
symlinkSync(process.execPath, join(tools, 'node'))
const old = join(tools, 'terraform')
writeFileSync(old, `#!/bin/sh\necho '{"terraform_version":"1.9.8"}'\n`)
chmodSync(old, 0o755)

/** A command of AWS on a machine that has an old Terraform and nothing else. */
const cafe = (...args: string[]) =>
  execa(process.execPath, [join(root, 'cli/main.ts'), ...args], {
    env: { PATH: tools, CAFE_STAGE: 'dev', NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    extendEnv: false,
    cwd: tools,
    reject: false,
  })

it('a deployment names everything that it lacks at once, each with its mend', async () => {
  const { exitCode, stdout, stderr } = await cafe('deploy', '--auto-approve')
  expect([exitCode, stdout]).toEqual([3, ''])
  expect(stderr).toContain('nothing was changed')
  for (const line of [
    /^terraform: 1\.9\.8 is too old → install Terraform 1\.11/m,
    /^AWS_REGION: is not set → set the region/m,
    /^AWS_ACCOUNT_ID: is not set → set the 12 digits/m,
    /^images: docker: not installed; podman: not installed → install Docker or Podman/m,
    /^TF_VAR_payments_url: is not set → Base URL/m,
  ])
    expect(stderr).toMatch(line)
})

it('images say what is missing to build them', async () => {
  const { exitCode, stderr } = await cafe('images', '--no-push')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('images: docker: not installed; podman: not installed → install Docker or Podman')
})

it.each([
  ['AWS_REGION', 'nowhere'],
  ['AWS_ACCOUNT_ID', '1234'],
])('a wrong %s is told before anything is built', async (key, value) => {
  const { exitCode, stderr } = await execa(process.execPath, [join(root, 'cli/main.ts'), 'artifacts'], {
    env: { [key]: value, CAFE_STAGE: 'dev' },
    reject: false,
  })
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(new RegExp(`${key}: '${value}'`))
})

it('everything that is wrong with a deployment is one answer, also a profile that there is not', async () => {
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    [join(root, 'cli/main.ts'), 'synth', '--profile', 'stage'],
    { env: { AWS_REGION: 'cn-north-1', CAFE_STATE_BUCKET: 'A' }, reject: false },
  )
  expect([exitCode, stdout]).toEqual([2, ''])
  for (const line of [
    /^--profile or CAFE_STAGE: 'stage' is no profile → take one of dev, prod/m,
    /^AWS_REGION: 'cn-north-1' is no region of the partition aws →/m,
    /^CAFE_STATE_BUCKET: 'A' is no bucket's name →/m,
  ])
    expect(stderr).toMatch(line)
})
