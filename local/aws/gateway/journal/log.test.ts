import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { queuesFold } from './fold-sqs.ts'
import { startFold } from './fold-task.ts'
import { type JournalLog, journalLog } from './log.ts'
import type { Entry } from './records.ts'
import { entriesOf } from './segment.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cafe-journal-'))
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((log) => log.close()))
  rmSync(folder, { recursive: true })
})

const opened: JournalLog[] = []
async function openLog(): Promise<JournalLog> {
  const log = await journalLog(folder)
  opened.push(log)
  return log
}

const folded: Parameters<JournalLog['compact']>[0] = (files, target) =>
  startFold({ files, target, expiry: [] }).ended

const sent = (id: string): Entry => ({
  kind: 'sent',
  queues: ['q'],
  messages: [{ id, body: id, sentAt: Date.now() }],
})
async function idsIn(log: JournalLog) {
  const fold = queuesFold()
  for await (const entry of entriesOf(log.files())) fold.apply(entry)
  return fold.messages('q').map(({ id }) => id)
}
const files = (kind: string) => readdirSync(folder).filter((file) => file.endsWith(kind))
const lastLog = () => join(folder, files('.log').at(-1)!)

test('what was appended is there in another process', async () => {
  const log = await openLog()
  await Promise.all(['a', 'b', 'c'].map((id) => log.append(sent(id))))
  expect(await idsIn(await openLog())).toEqual(['a', 'b', 'c'])
})

test('text that some readers take for the end of a line ends none', async () => {
  const log = await openLog()
  for (const id of ['a\u2028b', '\u2029', 'c\rd\ne', '\u0085']) await log.append(sent(id))
  expect(await idsIn(await openLog())).toEqual(['a\u2028b', '\u2029', 'c\rd\ne', '\u0085'])
})

test.each([1, 9, 30])('a last line without its last %i bytes is dropped', async (missing) => {
  const log = await openLog()
  await log.append(sent('a'))
  await log.append(sent('b'))
  const whole = readFileSync(lastLog())
  writeFileSync(lastLog(), whole.subarray(0, whole.length - 1 - missing))
  const again = await openLog()
  expect(await idsIn(again)).toEqual(['a'])
  await again.append(sent('c'))
  expect(await idsIn(await openLog())).toEqual(['a', 'c'])
})

test('where the disk is full what was acknowledged is there, whole, and nothing else', async () => {
  const url = JSON.stringify(new URL('./log.ts', import.meta.url).href)
  const script = `
    const { journalLog } = await import(${url})
    const log = await journalLog(${JSON.stringify(folder)})
    for (let n = 0; n < 20; n++) {
      const entry = { kind: 'sent', queues: ['q'], messages: [{ id: 'm' + n, body: 'x'.repeat(700), sentAt: Date.now() }] }
      await log.append(entry).then(() => console.log('m' + n), (error) => console.error(error.message))
    }`
  // a limit on the size of files ends a write in its middle, as a full disk does
  const { stdout, stderr } = await execa('bash', [
    '-c',
    `ulimit -f 8; exec "$@"`,
    'bash',
    process.execPath,
    '--input-type=module',
    '-e',
    script,
  ])
  expect(stderr).toContain('Free disk space, then repeat the call')
  expect(await idsIn(await openLog())).toEqual(stdout.split('\n'))
})

test('damage before the last line is an error that names file, line and cure', async () => {
  const log = await openLog()
  await log.append(sent('a'))
  await log.append(sent('b'))
  const file = lastLog()
  writeFileSync(file, readFileSync(file, 'utf8').replace('"id":"a"', '"id":"x"'))
  await expect(idsIn(await openLog())).rejects.toThrow(/line 1.*sed -i 1d .*reset/)
})

test('compaction keeps what counts, in one file, while others append', async () => {
  const log = await openLog()
  for (const id of ['a', 'b', 'c']) await log.append(sent(id))
  await log.append({ kind: 'deleted', queue: 'q', ids: ['b'] })
  await Promise.all([log.compact(folded), log.append(sent('d')), log.append(sent('e'))])
  expect(files('.base')).toHaveLength(1)
  expect(files('.log')).toHaveLength(1)
  expect(readFileSync(join(folder, files('.base')[0]!), 'utf8')).not.toContain('"b"')
  expect(await idsIn(await openLog())).toEqual(['a', 'c', 'd', 'e'])
})

test('a compaction that was killed before its rename leaves the old files in charge', async () => {
  const log = await openLog()
  await log.append(sent('a'))
  appendFileSync(join(folder, '00000001.base.tmp'), 'half of a li')
  expect(await idsIn(await openLog())).toEqual(['a'])
  expect(files('.tmp')).toEqual([])
})

test('a compaction that was killed after its rename leaves the new file in charge', async () => {
  const log = await openLog()
  await log.append(sent('a'))
  await log.append({ kind: 'deleted', queue: 'q', ids: ['a'] })
  const old = readFileSync(lastLog())
  const name = lastLog()
  await log.compact(folded)
  writeFileSync(name, old)
  expect(await idsIn(await openLog())).toEqual([])
})
