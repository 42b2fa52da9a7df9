import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { CliError, exit, ofFiles } from './errors.ts'

const folder = mkdtempSync(join(tmpdir(), 'errors-'))
const file = join(folder, 'file')
writeFileSync(file, '')
afterAll(() => rmSync(folder, { recursive: true }))

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

test.each([
  ['a folder in a file', () => mkdirSync(join(file, 'state'), { recursive: true })],
  ['a file in place of a folder', () => readdirSync(file)],
  ['a folder in place of a file', () => writeFileSync(folder, '')],
])('%s is a missing prerequisite that names it', (_, work) => {
  const error = thrownBy(work)
  const told = ofFiles(error)
  expect(told).toBeInstanceOf(CliError)
  expect(told).toMatchObject({ exitCode: exit.prerequisite })
  expect(told!.message).toContain(String((error as { path: string }).path))
})

test('a bug is not taken for one', () => {
  expect(ofFiles(new TypeError('x is not a function'))).toBeNull()
})
