import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { madeUpJournal } from './fixture/journal.ts'
import { ENTRIES_FILE, type Entry, journalFile } from './journal-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const entries = () =>
  readFileSync(join(folder, ENTRIES_FILE), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry)

test('an entry is on disk, whole, when note returns', () => {
  const journal = journalFile(folder)
  const entry = journal.note('fault starts', { inject: 'x' })
  expect(entries()).toEqual([entry])
  journal.close()
})

test('finish leaves the whole journal and a last entry that says so', () => {
  const journal = journalFile(folder)
  journal.sample('copies', { samples: [] })
  const whole = madeUpJournal()
  const path = journal.finish(whole)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(whole)
  expect(entries().map((it) => it.what)).toEqual(['copies', 'finished'])
  journal.close()
})
