import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, it } from 'vitest'
import type { Finding } from '../../model/finding.ts'
import { root } from '../place.ts'

const tools = mkdtempSync(join(tmpdir(), 'tools-'))
afterAll(() => rmSync(tools, { recursive: true }))
symlinkSync(process.execPath, join(tools, 'node'))
const old = join(tools, 'terraform')
writeFileSync(old, `#!/bin/sh\necho '{"terraform_version":"1.9.8"}'\n`)
chmodSync(old, 0o755)

/** A command of AWS on a machine that has an old Terraform and nothing else, with these settings. */
const given = (settings: Readonly<Record<string, string>>, ...args: string[]) =>
  execa(process.execPath, [join(root, 'cli/main.ts'), ...args], {
    env: { PATH: tools, NODE_OPTIONS: '--disable-warning=ExperimentalWarning', ...settings },
    extendEnv: false,
    cwd: tools,
    reject: false,
  })
const cafe = (...args: string[]) => given({}, ...args)

it('a deployment names everything that it lacks at once, each with its mend', async () => {
  const { exitCode, stdout, stderr } = await cafe('deploy', '--auto-approve')
  expect([exitCode, stdout]).toEqual([3, ''])
  expect(stderr).toContain('nothing was changed')
  for (const line of [
    /^terraform: 1\.9\.8 is too old → install Terraform 1\.11/m,
    /^AWS_REGION: is not set → set the region/m,
    /^AWS_ACCOUNT_ID: is not set → set the 12 digits/m,
    /^aws: is not installed → install the AWS command line/m,
    /^images: docker: not installed; podman: not installed → install Docker or Podman/m,
    /^TF_VAR_domain: is not set → Domain .*: set it to a domain/m,
    /^TF_VAR_zone_id: is not set → Id of the hosted zone .*: set it to the id/m,
    /^TF_VAR_certificate_arn: is not set → Certificate .*: set it to the ARN/m,
    /^TF_VAR_payments_url: is not set → Base URL .*: set it to its URL/m,
    /^TF_VAR_payments_api_key: is not set → API key .*: set it to the key/m,
  ])
    expect(stderr).toMatch(line)
})

it('what is wrong and what is missing is one answer, a line each, also as JSON', async () => {
  const settings = {
    CAFE_STAGE: 'stage',
    AWS_ACCOUNT_ID: ' 123',
    CAFE_STATE_BUCKET: '',
    CAFE_UNPROTECTED: 'of\ncourse',
    TF_VAR_domain: 'https://cafe.example',
    TF_VAR_zone_id: '/hostedzone/Z1',
    TF_VAR_certificate_arn: 'certificate',
    TF_VAR_payments_url: 'https://no domain',
    TF_VAR_payments_api_key: 'short',
  }
  const { exitCode, stdout, stderr } = await given(settings, 'deploy', '--json')
  expect(exitCode).toBe(2)
  const [head, ...lines] = stderr.trim().split('\n')
  expect(head).toBe('cafe: nothing was changed:')
  const wheres = [
    '--auto-approve',
    '--profile or CAFE_STAGE',
    'AWS_ACCOUNT_ID',
    'CAFE_STATE_BUCKET',
    'CAFE_UNPROTECTED',
    'terraform',
    'AWS_REGION',
    'aws',
    'TF_VAR_domain',
    'TF_VAR_zone_id',
    'TF_VAR_alerts_email',
    'TF_VAR_certificate_arn',
    'TF_VAR_payments_url',
    'TF_VAR_payments_api_key',
    'images',
  ]
  expect(lines.map((line) => line.split(': ')[0])).toEqual(wheres)
  for (const line of lines) expect(line).toMatch(/^\S.*: .*\S → \S/)
  expect(stderr).not.toContain('short')
  const told = JSON.parse(stdout)
  expect(told.exit_code).toBe(exitCode)
  expect(told.findings.map((it: Finding) => it.where)).toEqual(wheres)
})

it('a certificate of another place is refused before a balancer is made', async () => {
  const arn = (region: string) => `arn:aws:acm:${region}:123456789012:certificate/0a-1b`
  const settings = { AWS_REGION: 'eu-west-1', AWS_ACCOUNT_ID: '123456789012' }
  const of = async (region: string) =>
    (await given({ ...settings, TF_VAR_certificate_arn: arn(region) }, 'destroy', '--auto-approve')).stderr
  expect(await of('us-east-1')).toMatch(/^TF_VAR_certificate_arn: .*us-east-1.* → .*acm:eu-west-1:/m)
  expect(await of('eu-west-1')).not.toContain('TF_VAR_certificate_arn')
  expect(await of('eu-west-1')).toMatch(/^TF_VAR_cdn_certificate_arn: is not set → .*acm:us-east-1:/m)
})

it.each([
  ['rehearse', ['--profile', 'stage'], /^--profile or CAFE_STAGE: 'stage' is no profile/m],
  ['cost', ['--profile', 'dev'], /unknown option '--profile'/],
  ['images', ['--no-push', '--profile', 'stage'], /^--profile or CAFE_STAGE: .*\n(.*\n)*images: docker/m],
  [
    'artifacts',
    ['--publish', '--profile', 'stage'],
    /^--profile or CAFE_STAGE: .*\n(.*\n)*AWS_REGION: is not set/m,
  ],
])('%s tells what is wrong with what it is given', async (command, args, says) => {
  const { exitCode, stdout, stderr } = await cafe(command, ...args)
  expect([exitCode, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(says)
  expect(stderr).not.toMatch(/\n\s+at /)
})

it('images say what is missing to build them', async () => {
  const { exitCode, stderr } = await cafe('images', '--no-push')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('images: docker: not installed; podman: not installed → install Docker or Podman')
})

it.each([
  ['AWS_REGION', 'nowhere'],
  ['AWS_REGION', 'eu-nowhere-1'],
  ['AWS_REGION', ' us-east-1'],
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
