import { readFileSync } from 'node:fs'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exit } from '../cli/errors.ts'
import { platform } from '../model/platform.ts'
import { cafe, place } from './cafe.ts'

/** Commands that another test runs: the set-up and `npm start` by a fresh clone, `npm test` by itself. */
const ELSEWHERE = ['git clone', 'npm start', './cafe gameday']
const FILES = ['README.md']

/** Lines of the shell blocks of a document, continued lines joined, comments taken off. */
function commandsOf(file: string): readonly string[] {
  const blocks = [...readFileSync(file, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]!)
  return blocks
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '' && !ELSEWHERE.some((it) => line.startsWith(it)))
}

/** The documents speak of what people run; the test runs it beside that, on the test profile's ports. */
const here = (command: string): string =>
  command.replaceAll(/(127\.0\.0\.1:)(\d+)/g, (_, host: string, port: string) => {
    return `${host}${Number(port) + platform.profiles[place.profile].portOffset}`
  })

/** A reader takes a moment to type the next line, in which what was sent is worked through. */
const patient = (command: string): string =>
  command.replace(/^curl -s/, 'curl -sf --retry 8 --retry-delay 1 --retry-all-errors')

describe.each(FILES)('the commands of %s', (file) => {
  const commands = commandsOf(file)
  const exports_ = commands.filter((it) => it.startsWith('export ')).join('\n')
  beforeAll(async () => {
    const up = await cafe('up')
    expect(up.exitCode, up.stderr).toBe(0)
  }, 200_000)
  afterAll(async () => {
    await cafe('down')
  })

  it('are there', () => {
    expect(commands.length).toBeGreaterThan(10)
  })

  for (const command of commands.filter((it) => !it.startsWith('export ') && it !== './cafe down')) {
    it(command, async () => {
      const script = `set -e\n${exports_}\n${patient(here(command))}`
      const run = await execa('bash', ['-c', script], { env: { CAFE_PROFILE: place.profile }, reject: false })
      // a load is sent and judged; what the judgement is, is the machine's business
      const allowed = command.startsWith('./cafe load') ? [0, exit.hypothesisNotMet] : [0]
      expect(allowed, `${run.stdout}\n${run.stderr}`).toContain(run.exitCode)
      expect(`${run.stdout}${run.stderr}`).not.toBe('')
    })
  }
})
