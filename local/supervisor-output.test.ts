import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'

test('what is printed to a full disk ends no process, and printing goes on when there is room', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cafe-output-'))
  const file = join(folder, 'supervisor.log')
  const script = `
    import { execFileSync } from 'node:child_process'
    const { outputTo } = await import(${JSON.stringify(new URL('./supervisor-output.ts', import.meta.url).href)})
    const limit = (soft) => execFileSync('prlimit', ['--pid=' + process.pid, '--fsize=' + soft + ':'])
    outputTo(${JSON.stringify(file)})
    process.on('uncaughtException', (error) => console.error(error))
    limit(0)
    for (let n = 0; n < 3; n++) { console.error('refused'); await new Promise(setImmediate) }
    limit('unlimited')
    console.error(new Error('taken').message)`
  await execa(process.execPath, ['--input-type=module', '-e', script])
  expect(readFileSync(file, 'utf8')).toBe('(3 lines were lost: the disk took none)\ntaken\n')
  rmSync(folder, { recursive: true })
})
