import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lineFile, linesLost } from './line-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cafe-lines-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a log has a bound, and what stood in it last stays beside it', () => {
  const file = join(folder, 'a.log')
  const log = lineFile(file, linesLost, 1000)
  for (let n = 0; n < 500; n++) log.write(`line ${n}\n`)
  log.close()
  expect(statSync(file).size + statSync(`${file}.1`).size).toBeLessThan(2100)
  expect(readFileSync(file, 'utf8')).toMatch(/line 499\n$/)
})

test('what a full disk does not take is dropped whole and counted, and said when there is room', async () => {
  const file = join(folder, 'a.log')
  const script = `
    import { execFileSync } from 'node:child_process'
    const { lineFile, linesLost } = await import(${JSON.stringify(new URL('./line-file.ts', import.meta.url).href)})
    const log = lineFile(${JSON.stringify(file)}, linesLost)
    const limit = (soft) => execFileSync('prlimit', ['--pid=' + process.pid, '--fsize=' + soft + ':'])
    log.write('one\\n')
    limit(6)
    log.write('two\\n')
    log.write('three\\nfour\\n')
    limit('unlimited')
    log.write('five\\n')`
  await execa(process.execPath, ['--input-type=module', '-e', script])
  expect(readFileSync(file, 'utf8')).toBe('one\n(3 lines were lost: the disk took none)\nfive\n')
})
