import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { coverage } from './systems/cloudcafe/coverage/index.ts'
import { cloudcafe } from './systems/cloudcafe/index.ts'

const at = (path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], cloudcafe)

describe.each(coverage.map((row) => [`${row.section}: ${row.fact}`, row] as const))('%s', (_title, row) => {
  it('has a test that shows it, or a deviation with its reason', () => {
    expect(Boolean(row.test) || (row.deviation?.length ?? 0) > 20).toBe(true)
    if (row.test) expect(readFileSync(row.test, 'utf8')).toMatch(/\b(it|test)(\.each)?\b/)
  })

  it('stands in the model as the document has it, in files that exist', () => {
    if (row.model) expect(at(row.model.path)).toEqual(row.model.is)
    expect(row.in.filter((file) => !existsSync(file))).toEqual([])
  })
})
