import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { stackName } from '../model/names.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { synth } from './app.ts'
import { siteOf } from './config.ts'
import { stacks } from './main.ts'

it('gives every stack that it writes, after all on which it depends, and the artifacts first', () => {
  const folder = mkdtempSync(join(tmpdir(), 'synth-'))
  try {
    const names = synth(siteOf(cloudcafe, {}), folder, stacks)
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
      stacks: Record<string, { dependencies: string[] }>
    }
    expect(names.toSorted()).toEqual(Object.keys(manifest.stacks).sort())
    expect(names[0]).toBe(stackName(cloudcafe, 'artifacts'))
    for (const [at, name] of names.entries())
      for (const before of manifest.stacks[name]!.dependencies) expect(names.slice(0, at)).toContain(before)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
