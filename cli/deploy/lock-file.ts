import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../place.ts'

/**
 * Versions and hashes of the providers of all stacks, kept in the checkout: the first deployment writes it, whoever
 * commits it holds the next ones to the same providers. https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
export const LOCK_FILE = join(root, 'stacks', 'terraform.lock.hcl')
const HEAD = '# Maintained by `./cafe deploy` from what `terraform init` writes for each stack.\n'
const PROVIDER = /^provider "([^"]+)" \{\n[\s\S]*?^\}\n/gm

/** Gives a stack's folder the hashes that are known. */
export function placeLock(folder: string, kept = LOCK_FILE): void {
  if (existsSync(kept)) writeFileSync(lockOf(folder), readFileSync(kept))
}

/** Keeps what `terraform init` of a stack has written, beside the providers of other stacks; true where it is new. */
export function keepLock(folder: string, kept = LOCK_FILE): boolean {
  const before = existsSync(kept) ? readFileSync(kept, 'utf8') : ''
  const made = existsSync(lockOf(folder)) ? readFileSync(lockOf(folder), 'utf8') : ''
  const providers = new Map([...providersOf(before), ...providersOf(made)])
  if (providers.size === 0) return false
  const names = [...providers.keys()].sort()
  const after = [HEAD, ...names.map((name) => providers.get(name)!)].join('\n')
  if (after === before) return false
  writeFileSync(kept, after)
  return true
}

const lockOf = (folder: string) => join(folder, '.terraform.lock.hcl')

const providersOf = (text: string) =>
  [...text.matchAll(PROVIDER)].map(([block, name]) => [name!, block] as const)
