import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ENTRIES_FILE, journalFile } from './journal-file.ts'
import { clearLeftOvers } from './left-overs.ts'
import { GAMEDAYS } from './site.ts'

let state: string
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'left-'))
})
afterEach(() => rmSync(state, { recursive: true }))

const NOBODY = 2 ** 22 - 1
const folderOf = (id: string) => join(state, GAMEDAYS, id)
/** A process that does nothing, started with the words given. */
const idle = (...words: string[]) =>
  execa(process.execPath, ['-e', 'setInterval(() => {}, 1000)', ...words], { reject: false })

function died(id: string, loadPid: number) {
  const journal = journalFile(folderOf(id))
  journal.note('game day starts', { pid: NOBODY })
  journal.note('load started', { pid: loadPid })
  journal.close()
}

test('the load of a game day that died is ended, once, and its journal closed', async () => {
  const load = idle(folderOf('one'))
  died('one', load.pid!)
  expect(await clearLeftOvers(state)).toEqual([{ id: 'one', loadEnded: true }])
  expect((await load).isTerminated).toBe(true)
  expect(readFileSync(join(folderOf('one'), ENTRIES_FILE), 'utf8')).toContain('"cleared"')
  expect(await clearLeftOvers(state)).toEqual([])
})

test("a process that was given the load's pid again is left alone", async () => {
  const other = idle('something-else')
  died('two', other.pid!)
  expect(await clearLeftOvers(state)).toEqual([{ id: 'two', loadEnded: false }])
  expect(() => process.kill(other.pid!, 0)).not.toThrow()
  other.kill('SIGKILL')
  await other
})

test('a game day that came to its end is not touched; nor does a missing folder matter', async () => {
  expect(await clearLeftOvers(state)).toEqual([])
  const journal = journalFile(folderOf('three'))
  journal.note('finished')
  journal.close()
  expect(await clearLeftOvers(state)).toEqual([])
})
