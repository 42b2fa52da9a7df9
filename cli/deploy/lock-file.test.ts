import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keepLock, placeLock } from './lock-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))
const kept = () => join(folder, 'kept.hcl')
const made = () => join(folder, '.terraform.lock.hcl')
const provider = (name: string, version: string) =>
  `provider "registry.example/hashicorp/${name}" {\n  version = "${version}"\n  hashes = [\n    "h1:${name}",\n  ]\n}\n`

it('keeps the providers of all stacks, each once and in its last version', () => {
  writeFileSync(made(), `# by terraform\n\n${provider('kubernetes', '2.0.0')}\n${provider('aws', '6.0.0')}`)
  expect(keepLock(folder, kept())).toBe(true)
  // a stack without pods: terraform forgets the provider that it does not need
  writeFileSync(made(), provider('aws', '6.1.0'))
  expect(keepLock(folder, kept())).toBe(true)
  expect(keepLock(folder, kept())).toBe(false)
  const text = readFileSync(kept(), 'utf8')
  expect(text.match(/^provider .*$/gm)).toEqual([
    'provider "registry.example/hashicorp/aws" {',
    'provider "registry.example/hashicorp/kubernetes" {',
  ])
  expect(text).toContain('version = "6.1.0"')
})

it('gives a stack what is kept, and nothing where nothing is', () => {
  placeLock(folder, kept())
  expect(keepLock(folder, kept())).toBe(false)
  writeFileSync(kept(), provider('aws', '6.0.0'))
  placeLock(folder, kept())
  expect(readFileSync(made(), 'utf8')).toBe(provider('aws', '6.0.0'))
})
