import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { systems } from '../model/systems/index.ts'
import { bundles } from './bundles.ts'

const folder = mkdtempSync(join(tmpdir(), 'bundles-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(Object.values(systems))('a bundle of $id', (system) => {
  const built = bundles(system, process.cwd(), join(folder, system.id))
  const others = Object.keys(systems).filter((id) => id !== system.id)

  it.each(Object.keys(system.workloads))('%s carries its own system and no other', async (id) => {
    const text = (await built.filesOf(id)).map((file) => readFileSync(file, 'utf8')).join('\n')
    expect(text.includes(system.id), 'its own system').toBe(true)
    expect(others.filter((other) => text.includes(other))).toEqual([])
  })
})
