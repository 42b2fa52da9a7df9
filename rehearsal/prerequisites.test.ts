import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { findTools, Missing } from './prerequisites.ts'

const { signal } = new AbortController()
const { failed: without } = execaSync('terraform', ['version'], { reject: false })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tools-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const refusal = async () => {
  const error = await findTools(folder, signal).catch((it: unknown) => it)
  expect(error).toBeInstanceOf(Missing)
  const { message } = error as Missing
  expect(message).not.toContain('\n')
  return message
}

it('says in one line that Terraform is missing', async () => {
  vi.stubEnv('PATH', folder)
  expect(await refusal()).toContain('terraform is missing')
})

it.skipIf(without)('says in one line that the provider is missing, and why', async () => {
  const config = join(folder, 'terraform.rc')
  writeFileSync(config, `provider_installation { filesystem_mirror { path = "${folder}" } }`)
  vi.stubEnv('TF_CLI_CONFIG_FILE', config)
  expect(await refusal()).toMatch(/the AWS provider ~> 6\.0 is missing.*hashicorp\/aws/)
})
