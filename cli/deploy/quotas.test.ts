import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import type { System, Workload } from '../../model/kinds.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { quotasOf } from '../../stacks/quotas.ts'
import type { Candidate } from './deployment.ts'
import { lastSteps } from './last-steps.ts'
import { quotasSuffice, recorderIsFree } from './quotas.ts'

const tools = mkdtempSync(join(tmpdir(), 'aws-'))
afterAll(() => {
  rmSync(tools, { recursive: true })
  vi.unstubAllEnvs()
})
vi.stubEnv('PATH', [tools, process.env.PATH].join(delimiter))

/** A command of AWS that answers a call with this text; without one it is refused, as who lacks the right is. */
function answering(answers: Readonly<Record<string, string>>): void {
  const cases = Object.entries(answers).map(([words, text]) => `*"${words}"*) echo "${text}";;`)
  writeFileSync(join(tools, 'aws'), `#!/bin/sh\ncase "$*" in ${cases.join(' ')} *) exit 254;; esac\n`)
  chmodSync(join(tools, 'aws'), 0o755)
}
const candidate = (settings: Candidate['settings'] = {}): Candidate => ({
  system: cloudcafe as System,
  settings: { AWS_REGION: cloudcafe.region, AWS_ACCOUNT_ID: cloudcafe.account, ...settings },
  wrong: [],
  artifacts: [],
})
const needs = Object.fromEntries(quotasOf(cloudcafe).map((need) => [need.code, need]))

it('a system needs what its functions reserve and what Lambda keeps, and vCPU for all its copies', () => {
  const reserved = Object.values<Workload>(cloudcafe.workloads).map((it) =>
    it.kind === 'function' ? it.reservedConcurrency : 0,
  )
  expect(needs['L-B99A9384']!.smallest).toBe(reserved.reduce((total, it) => total + it, 0) + 100)
  const { order, loyalty, analytics } = cloudcafe.workloads
  expect(needs['L-1216C47A']).toMatchObject({
    smallest: loyalty.vcpu * loyalty.scaling.min + analytics.vcpu,
    largest: loyalty.vcpu * loyalty.scaling.max + analytics.vcpu,
  })
  // a rollout has the old tasks and the new ones
  expect(needs['L-3032A538']!.smallest).toBe(2 * order.vcpu * order.scaling.min)
})

it('a new account hears of each quota that is too small, with the command that raises it', async () => {
  answering({ 'L-B99A9384': '10.0', 'L-1216C47A': '5.0', 'L-3032A538': '4000' })
  const found = await quotasSuffice(candidate())
  expect(found.map(({ where }) => where)).toEqual(['quota L-B99A9384', 'quota L-1216C47A'])
  expect(found[0]).toMatchObject({
    what: expect.stringMatching(/may have 10 concurrent executions of Lambda; the system takes 220$/),
    mend: expect.stringMatching(
      /request-service-quota-increase .*--quota-code L-B99A9384 .*--desired-value 220$/,
    ),
  })
})

it('who may not ask for quotas or recorders is left to Terraform', async () => {
  answering({})
  expect(await quotasSuffice(candidate())).toEqual([])
  expect(await recorderIsFree(candidate())).toEqual([])
})

it('a recorder of the account is named with the setting that uses it; ours, or that setting, is fine', async () => {
  answering({ 'describe-configuration-recorders': 'default' })
  const [found] = await recorderIsFree(candidate())
  expect(found).toMatchObject({ where: 'CAFE_CONFIG_RECORDER', what: expect.stringContaining("'default'") })
  expect(await recorderIsFree(candidate({ CAFE_CONFIG_RECORDER: 'account' }))).toEqual([])
  answering({ 'describe-configuration-recorders': cloudcafe.id })
  expect(await recorderIsFree(candidate())).toEqual([])
})

it('after a deployment people hear what only they can do, until it is done', async () => {
  vi.stubEnv('TF_VAR_alerts_email', 'sre@cafe.example')
  answering({ 'list-subscriptions': 'sre@cafe.example', 'list-cost-allocation-tags': '' })
  const [mail, tag] = await lastSteps(cloudcafe)
  expect(mail).toContain('confirm the e-mail that AWS has sent to sre@cafe.example')
  expect(tag).toContain('TagKey=System,Status=Active')
  answering({ 'list-subscriptions': '', 'list-cost-allocation-tags': 'System' })
  expect(await lastSteps(cloudcafe)).toEqual([])
})
